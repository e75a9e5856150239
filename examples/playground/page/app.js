// Where the page begins.
import { $ } from "./dom.js";
import { Engine } from "./engine.js";
import { SetOff } from "./setoff.js";
import { Society } from "./society.js";

const engine = new Engine();
const setOff = new SetOff(engine);
const society = new Society(engine);
try {
  await setOff.load($("sample").value);
  await society.load();
  document.documentElement.dataset.ready = "true";
} catch (error) {
  $("refusal").textContent = `The library could not be loaded: ${error.message}. The page must come from a web server, such as the one that go run . starts.`;
}
