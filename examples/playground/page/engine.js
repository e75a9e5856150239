// The library behind the page: questions to the Worker, answers from it, and an end to a Worker that takes too long.

/** What becomes of questions that were not answered when the Worker was ended. */
export class Cancelled extends Error {}

/** A refusal says what was wrong with a question, and in which line of the list, if in one. */
export class Refused extends Error {
  constructor({ text, line }) {
    super(text);
    this.line = line;
  }
}

export class Engine {
  #module = WebAssembly.compileStreaming(fetch("engine.wasm")); // once: each Worker gets the same
  #worker;
  #started; // settles once the Worker has the module, before which no question may reach it
  #waiting = []; // in the order of asking, which is that of answering

  constructor() {
    this.#start();
  }

  #start() {
    const worker = (this.#worker = new Worker("worker.js"));
    this.#started = new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        if (worker !== this.#worker) return; // of one that was ended nothing counts any more
        data.ready ? resolve() : this.#hear(data);
      };
      worker.onerror = (event) => {
        if (worker !== this.#worker) return; // ended while it started, which some browsers report
        reject(new Error(event.message));
        this.#end(new Error("The library has broken down: " + event.message));
      };
      this.#module.then((module) => worker.postMessage(module)).catch(reject);
    });
    this.#started.catch(() => {}); // whoever asks hears of it
  }

  #hear({ answer, done, broken }) {
    if (done !== undefined) {
      this.#waiting[0]?.progress?.(done);
    } else if (broken !== undefined) {
      this.#end(new Error("The library has broken down: " + broken));
    } else {
      const { value, refusal } = JSON.parse(answer);
      const { resolve, reject } = this.#waiting.shift();
      refusal ? reject(new Refused(refusal)) : resolve(value);
    }
  }

  /** Asks the library something, and resolves to the answer's value. */
  ask(question, progress) {
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject, progress });
      this.#started.then(() => worker.postMessage(JSON.stringify(question)), reject); // one that was ended hears nothing
    });
  }

  /** Ends the Worker in the midst of whatever it does, and starts another. Where nothing is asked it does nothing. */
  cancel() {
    if (this.#waiting.length > 0) this.#end(new Cancelled());
  }

  #end(reason) {
    this.#worker.terminate();
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#start();
    for (const { reject } of waiting) reject(reason);
  }
}
