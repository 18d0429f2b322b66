// The ODK engine (@getodk/xforms-engine), from its XForm: node odk.mjs N
import { JSDOM } from "jsdom";
import { fields, report, size, timed } from "./workload.mjs";

// the engine is written for a browser: it takes the DOM's names from the global scope, and a module named Node if it sees one
const { window } = new JSDOM("<!doctype html>");
Object.getOwnPropertyNames(window).filter((name) => /^[A-Z]/.test(name) && !(name in globalThis)).forEach((name) => { globalThis[name] = window[name]; });
Object.assign(globalThis, { window, document: window.document });
globalThis.process = new Proxy(process, { get: (target, key) => (key === "versions" ? {} : Reflect.get(target, key)) });

const each = (write) => fields.map(write).join("");
const source = `<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>t</h:title><model>
<instance><data id="t" version="1">${each(({ name }) => `<${name}/>`)}<orx:meta><orx:instanceID/></orx:meta></data></instance>
${each(({ name, shownBy }) => `<bind nodeset="/data/${name}" type="int" required="true()" constraint=". &gt; 0"${shownBy ? ` relevant="/data/${shownBy} &gt; 3"` : ""}/>`)}
</model></h:head><h:body>${each(({ name }) => `<input ref="/data/${name}"><label>${name}</label></input>`)}</h:body></h:html>`;

const { loadForm } = await import("@getodk/xforms-engine");
const start = performance.now();
const form = await loadForm(source, { fetchFormAttachment: async () => { throw new Error("there is none"); } });
if (form.status === "failure") throw form.error;
const { root } = form.createInstance();
const loaded = performance.now() - start;
const nodes = root.currentState.children.filter((node) => /^\/data\/q\d+$/.test(node.currentState.reference));
const fill = timed(() => nodes.forEach((node) => node.setValue(5n)));
const toggle = timed(() => {
  for (let k = 0; k < 20; k++) { nodes[0].setValue(k % 2 ? 5n : 1n); nodes.filter((node) => node.currentState.relevant); }
});
report({ engine: "odk-xforms-engine", load_ms: loaded, answer_us: (fill.ms * 1000) / size, toggle_ms: toggle.ms / 20 });
