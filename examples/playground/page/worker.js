// The Worker in which the library runs, so that the page stays awake and can end it. The first message is the compiled
// module, every other a question; each answer goes back as { answer }.
"use strict";
importScripts("wasm_exec.js"); // Go's own

self.progress = (done) => postMessage({ done });
self.ready = () => postMessage({ ready: true });

onmessage = async ({ data: module }) => {
  const go = new Go();
  const instance = await WebAssembly.instantiate(module, go.importObject);
  onmessage = ({ data: question }) => {
    try {
      postMessage({ answer: mutual(question) });
    } catch (error) {
      postMessage({ broken: String(error) });
    }
  };
  await go.run(instance);
  postMessage({ broken: "the library has ended" });
};
