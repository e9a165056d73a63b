// Comfort for forms with files: says before sending what the server would refuse, in the server's sentences; shows how far the
// files are; loses nothing when the connection breaks. The plain form does the same work without this file.
const FIELDS = "[data-upload] input[type=file]";

// What the server would say to this file; empty for one that it may take.
function complaint(rules, accept, file) {
  if (!rules.most) return "";
  if (file.size === 0) return rules.empty.replace("{ten}", file.name);
  if (file.size > Number(rules.most)) return rules.tooLarge;
  const dot = file.name.lastIndexOf(".");
  const kind = dot > 0 ? file.name.slice(dot + 1).toLowerCase() : "";
  const known = accept.split(",").includes("." + kind);
  return known ? "" : rules.wrongKind.replace("{loai}", kind.toUpperCase() || "này");
}

function complaints(field) {
  const rules = field.closest("[data-upload]").dataset;
  if (rules.most && field.files.length > Number(rules.mostFiles)) return [rules.tooMany];
  return [...new Set([...field.files].map((file) => complaint(rules, field.accept, file)))].filter(Boolean);
}

function make(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  if (text) element.textContent = text;
  return element;
}

// Shows the complaints about a field where the server shows its own; true if there are none.
function check(field) {
  const [box, id, found] = [field.closest("[data-upload]"), field.id + "-kiem-truoc", complaints(field)];
  const others = (field.getAttribute("aria-describedby") || "").split(" ").filter((one) => one && one !== id);
  const old = document.getElementById(id);
  if (old) {
    old.remove();
    box.classList.remove("p-file-upload--error");
    field.removeAttribute("aria-invalid");
  }
  if (found.length) {
    const list = make("div", "p-field__errors");
    list.id = id;
    list.setAttribute("role", "alert");
    for (const text of found) list.append(make("p", "p-field__error", "Lỗi: " + text));
    box.querySelector(".p-file-upload__files, .p-file-upload__area").before(list);
    box.classList.add("p-file-upload--error");
    field.setAttribute("aria-invalid", "true");
    others.push(id);
  }
  if (others.length) field.setAttribute("aria-describedby", others.join(" "));
  else field.removeAttribute("aria-describedby");
  return found.length === 0;
}

// The page after the form, as a browser would load it.
function go(next) {
  const to = new URL(next, location.href);
  const same = to.pathname + to.search === location.pathname + location.search;
  if (!same) return location.assign(to);
  location.hash = to.hash;
  location.reload();
}

function button(text, act) {
  const row = make("div", "");
  const made = make("button", "p-button p-button--line");
  made.type = "button";
  made.append(make("span", "p-button__label", text));
  made.addEventListener("click", act);
  row.append(made);
  return row;
}

// The place below the chosen files that tells how it goes.
function panel(form) {
  const fields = [...form.querySelectorAll(FIELDS)];
  const box = fields.find((field) => field.files.length).closest("[data-upload]");
  const place = make("div", "p-file-upload__files p-stack");
  place.dataset.progress = "";
  const words = make("p", "p-file-upload__state");
  words.tabIndex = -1;
  words.setAttribute("role", "status");
  words.setAttribute("aria-live", "polite");
  place.append(words);
  box.append(place);
  return { place, words };
}

function send(form, pressed) {
  const body = new FormData(form);
  if (pressed && pressed.name) body.append(pressed.name, pressed.value);
  const buttons = [...form.querySelectorAll("button")].filter((one) => !one.disabled);
  const { place, words } = panel(form);
  const bar = make("progress", "p-file-upload__bar");
  const request = new XMLHttpRequest();
  const stop = button("Dừng gửi", () => request.abort());
  let percent = 0;

  const show = (now) => {
    percent = now;
    bar.value = now;
    // Read aloud every ten percent, not at each step.
    if (now % 10 === 0 || now - Number(words.dataset.at) >= 10) {
      words.textContent = `Đã gửi ${now}\u00a0%`;
      words.dataset.at = now;
    }
  };
  const free = () => {
    delete form.dataset.sending;
    for (const one of buttons) one.disabled = false;
  };
  const failed = (text) => {
    free();
    bar.remove();
    stop.remove();
    words.textContent = text;
    const again = button("Gửi lại", () => {
      place.remove();
      send(form, pressed);
    });
    place.append(again);
    again.firstChild.focus();
  };

  form.dataset.sending = "1";
  for (const one of buttons) one.disabled = true;
  bar.max = 100;
  bar.setAttribute("aria-label", "Đã gửi");
  place.append(bar, stop);
  // Not on the button: a second press of Enter would stop what the first began.
  words.focus();
  show(0);

  request.upload.onprogress = (event) => event.lengthComputable && show(Math.floor((event.loaded * 100) / event.total));
  request.upload.onload = () => (words.textContent = "Đã gửi xong. Cổng đang kiểm tra tệp…");
  request.onabort = () => failed("Đã dừng gửi. Những gì bạn đã điền và tệp đã chọn vẫn còn trên trang này.");
  request.onerror = () =>
    failed(`Mất kết nối khi đã gửi ${percent}\u00a0%. Không mất gì: những gì bạn đã điền và tệp đã chọn vẫn còn trên trang này. Khi có mạng, hãy bấm Gửi lại.`);
  request.onload = () => {
    const next = request.getResponseHeader("x-next");
    const page = (request.getResponseHeader("content-type") || "").startsWith("text/html");
    if (next) {
      addEventListener("pageshow", () => (free(), place.remove()), { once: true });
      go(next);
    } else if (page) {
      document.documentElement.innerHTML = request.responseText;
      scrollTo(0, 0);
    } else failed("Cổng đang bận nên chưa nhận được. Không mất gì: những gì bạn đã điền và tệp đã chọn vẫn còn trên trang này. Hãy bấm Gửi lại.");
  };
  request.open("POST", (pressed && pressed.getAttribute("formaction")) || form.getAttribute("action") || location.href);
  request.setRequestHeader("accept", "text/html");
  request.setRequestHeader("x-upload", "1");
  request.send(body);
}

document.addEventListener("change", (event) => event.target.matches(FIELDS) && check(event.target));

document.addEventListener("submit", (event) => {
  const [form, pressed] = [event.target, event.submitter];
  const chosen = [...form.querySelectorAll(FIELDS)].filter((field) => field.files.length);
  // Taking a file out sends none.
  if (!chosen.length || form.enctype !== "multipart/form-data" || (pressed && pressed.name === "bo_tep")) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  for (const old of form.querySelectorAll("[data-progress]")) old.remove();
  const wrong = chosen.filter((field) => !check(field));
  if (wrong.length) wrong[0].focus();
  else send(form, pressed);
});

// Dropping files, where there is a mouse to drop them with.
if (matchMedia("(hover: hover)").matches) {
  for (const field of document.querySelectorAll(FIELDS)) {
    const area = field.closest(".p-file-upload__area");
    area.querySelector(".p-file-upload__drop").hidden = false;
    area.addEventListener("dragover", (event) => event.preventDefault());
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      field.files = event.dataTransfer.files;
      check(field);
    });
  }
}

document.documentElement.dataset.upload = "ready";
