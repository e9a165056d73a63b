// Starts the islands of a page, if it has any and the reader does not save data, and the script of its file fields. Pages work
// without this file.
const pkg = import.meta.url.replace(/[^/]*$/, "");
const names = { script: "__SCRIPT__", wasm: "__WASM__", upload: "__UPLOAD__" };

async function island(element, module, parents) {
  const run = module[element.dataset.component];
  if (!run) return;
  const parent = parents[parents.length - 1];
  if (parent) parent();
  await run(element);
}

async function walk(node, module, parents) {
  const tag = node.tagName.toLowerCase();
  if (tag === "leptos-island") await island(node, module, parents);
  const inside = tag === "leptos-children" ? [...parents, node.$$on_hydrate] : parents;
  for (const child of [...node.children]) await walk(child, module, inside);
}

async function start() {
  const module = await import(pkg + names.script);
  await module.default({ module_or_path: pkg + names.wasm });
  module.hydrate();
  await walk(document.body, module, []);
  document.documentElement.dataset.islands = "ready";
}

const saves = navigator.connection && navigator.connection.saveData;
if (!saves && document.querySelector("leptos-island")) {
  ("requestIdleCallback" in window ? requestIdleCallback : (run) => run())(() => start());
}

if (document.querySelector("[data-upload]")) import(pkg + names.upload).catch(() => {});
