// Autosave: boxes with data-autosave="field" inside a form with data-autosave-url. What is typed goes into a queue that
// this browser keeps, and from there to the server, in order: text 800 ms after typing stops, choices after 600 ms, both
// on leaving the box. Every entry has a name, so that the server stores one that is sent twice only once.
import { announce, online, toast } from './live.js';
import { renewToken, token } from './token.js';

const KEY = `kamp:answers:${document.body.dataset.user || ''}`;
const RETRIES = [1000, 2000, 5000, 15000]; // a connection that has just come back often fails once more
const PRESENCE = 15000;
const BACK_WITHIN = 30 * 24 * 3600 * 1000; // what is deleted can be brought back so long (kamp/shared/bringing_back.py)
const timers = new Map();
let memory = null; // where the browser keeps nothing
let busy = false;
let retry = 0;
let failures = 0; // in a row
let told = 0;

function load() {
  if (memory) return memory;
  try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch { return []; }
}

function store(entries) {
  try {
    if (entries.length) localStorage.setItem(KEY, JSON.stringify(entries)); else localStorage.removeItem(KEY);
    memory = null;
  } catch { memory = entries; }
}

function change(id, how) {
  const entries = load();
  const at = entries.findIndex((entry) => entry.id === id);
  if (at < 0) return;
  if (how) Object.assign(entries[at], how); else entries.splice(at, 1);
  store(entries);
}

function name() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // only where the page is not served securely
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

// ---- a box and what it holds ------------------------------------------------------------------------------------
const urlOf = (box) => box.closest('[data-autosave-url]').dataset.autosaveUrl;
const fieldOf = (box) => box.dataset.autosave;
const keyOf = (box) => `${urlOf(box)} ${fieldOf(box)}`;
const seenInput = (box) => box.querySelector('[data-seen]');
const isOwn = (input) => input.name && !/^(seen|mine|choice):/.test(input.name) && !input.disabled;
const same = (left, right) => JSON.stringify(left) === JSON.stringify(right);

function inputsOf(box) {
  return [...box.querySelectorAll('input, textarea, select')].filter(isOwn);
}

function valuesOf(box) {
  return inputsOf(box).flatMap((input) => {
    if (/^(checkbox|radio)$/.test(input.type)) return input.checked ? [[input.name, input.value]] : [];
    if (input.multiple && input.options) return [...input.selectedOptions].map((option) => [input.name, option.value]);
    return [[input.name, input.value]];
  });
}

function show(box, values) {
  for (const input of inputsOf(box)) {
    const own = values.filter(([key]) => key === input.name).map(([, value]) => value);
    if (/^(checkbox|radio)$/.test(input.type)) input.checked = own.includes(input.value);
    else if (input.multiple && input.options) [...input.options].forEach((option) => { option.selected = own.includes(option.value); });
    else input.value = own.length ? own[0] : '';
  }
  box.dispatchEvent(new CustomEvent('kamp:shown', { bubbles: true }));
}

function boxOf(entry) {
  return [...document.querySelectorAll('[data-autosave]')].find((box) => fieldOf(box) === entry.field && urlOf(box) === entry.url);
}

// ---- the state of the page --------------------------------------------------------------------------------------
function state(now) {
  const shown = document.getElementById('save-state');
  const template = document.getElementById(`save-state-${now}`);
  if (!shown || !template) return;
  shown.dataset.state = now;
  shown.replaceChildren(template.content.cloneNode(true));
  shown.classList.toggle('bad', now !== 'saving');
}

function put(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  for (const fresh of [...template.content.children]) {
    const old = fresh.id && document.getElementById(fresh.id);
    if (!old) continue;
    const focused = old.contains(document.activeElement) ? document.activeElement.id : '';
    fresh.removeAttribute('hx-swap-oob');
    old.replaceWith(fresh);
    window.htmx?.process(fresh);
    if (focused) document.getElementById(focused)?.focus();
  }
}

// ---- the queue --------------------------------------------------------------------------------------------------
function note(box) {
  const entries = load();
  const key = keyOf(box);
  const last = entries.filter((entry) => `${entry.url} ${entry.field}` === key).pop();
  const values = valuesOf(box);
  const seen = last ? (last.tried && !last.held ? last.values : last.seen) : JSON.parse(seenInput(box).value);
  const rest = last && (last.held || !last.tried) ? entries.filter((entry) => entry !== last) : entries;
  if (last?.held || !same(values, seen)) { // what waits for its person is told again, even as it was before
    rest.push({ id: name(), url: urlOf(box), page: location.pathname, field: fieldOf(box), label: box.dataset.label, values, seen, tried: false, held: false });
  }
  store(rest);
}

function later(box, delay) {
  note(box);
  clearTimeout(timers.get(keyOf(box)));
  timers.set(keyOf(box), setTimeout(() => go(box), delay));
}

function go(box) {
  clearTimeout(timers.get(keyOf(box)));
  timers.delete(keyOf(box));
  flush();
}

async function flush() {
  if (busy) return;
  busy = true;
  try {
    if (navigator.locks) await navigator.locks.request(KEY, work); else await work();
  } finally { busy = false; }
}

async function work() {
  clearTimeout(retry);
  for (;;) {
    const entry = load().find((each) => !each.held);
    if (!entry || timers.has(`${entry.url} ${entry.field}`)) return;
    if (!await send(entry)) return;
  }
}

async function send(entry) {
  state('saving');
  change(entry.id, { tried: true });
  const body = new URLSearchParams([...entry.values, ['field', entry.field], ['seen', JSON.stringify(entry.seen)], ['submission', entry.id]]);
  let response;
  try {
    response = await post(entry.url, body);
    // Somebody signed in anew in this browser: the page needs a new token, not a new answer.
    if (response.status === 403 && !response.headers.get('X-Autosave') && await renewToken()) response = await post(entry.url, body);
  } catch {
    online(false);
    return fail('failed');
  }
  online(true);
  const outcome = response.headers.get('X-Autosave');
  if (response.type === 'opaqueredirect' || (response.status === 403 && !outcome)) return fail('signed-out');
  if (!outcome && response.status !== 404) return fail('failed');
  failures = 0;
  await settle(entry, outcome, response);
  return true;
}

function post(url, body) {
  const headers = { 'X-CSRFToken': token() };
  return fetch(url, { method: 'POST', body, headers, redirect: 'manual', keepalive: body.toString().length < 60000 });
}

function fail(how) {
  state(how);
  retry = setTimeout(flush, RETRIES[Math.min(failures, RETRIES.length - 1)]);
  failures += 1;
  return false;
}

async function settle(entry, outcome, response) {
  const box = boxOf(entry);
  if (outcome === 'saved') {
    change(entry.id, null);
    if (box) seenInput(box).value = JSON.stringify(entry.values);
    put(await response.text());
    if (!load().some((each) => !each.held)) said();
    return;
  }
  const words = document.getElementById('words').dataset;
  if (outcome === 'refused') {
    change(entry.id, null);
    state('failed');
    toast({ text: words.refused });
    return;
  }
  if (!outcome || outcome === 'gone') { // somebody deleted it, and may bring it back
    hold(entry, { gone: Date.now() });
    state('held');
    toast({ text: words.kept });
    return;
  }
  hold(entry);
  state('held');
  if (!box) { toast({ text: `${entry.label}: ${words.held}` }); return; }
  put(await response.text());
  if (outcome === 'conflict') tell(box);
}

/** Who is writing in another box by now is not taken out of it: they are told. */
function tell(box) {
  box.querySelector('.field-state')?.replaceChildren(); // what was saved or wrong before this
  const title = document.getElementById(box.querySelector('[data-clash]')?.getAttribute('aria-labelledby'));
  const here = document.activeElement?.closest('[data-autosave]');
  if (here && here !== box) announce(title?.textContent.trim());
  else title?.focus();
}

// What cannot be saved as it is waits for its person, together with what was typed after it.
function hold(entry, more) {
  const entries = load();
  const same = (each) => each.url === entry.url && each.field === entry.field;
  const newest = entries.filter(same).pop() || entry;
  store([...entries.filter((each) => !same(each)), { ...entry, ...more, values: newest.values, held: true }]);
}

function said() {
  if (Date.now() - told < 10000) return;
  told = Date.now();
  announce(document.getElementById('save-state')?.textContent.trim());
}

// ---- what people do ---------------------------------------------------------------------------------------------
const own = (target) => (isOwn(target) ? target.closest('[data-autosave]') : null);
document.addEventListener('input', (event) => {
  const box = own(event.target);
  if (box) later(box, event.target.matches('select, [type="radio"], [type="checkbox"]') ? 600 : 800);
});
document.addEventListener('focusout', (event) => {
  const box = event.target.closest?.('[data-autosave]');
  if (box && timers.has(keyOf(box)) && !box.contains(event.relatedTarget)) go(box);
});
document.addEventListener('submit', (event) => {
  if (!event.target.matches('[data-autosave-url]')) return;
  event.preventDefault();
  flushAll();
});
document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === 's' && document.querySelector('[data-autosave]')) {
    event.preventDefault();
    flushAll();
  }
});
document.addEventListener('click', (event) => {
  const undo = event.target.closest('[data-undo-answer]');
  const choice = event.target.closest('[data-settle]');
  const take = event.target.closest('[data-take]');
  const box = event.target.closest('[data-autosave]');
  if (event.target.closest('[data-retry-save]')) flushAll();
  if (!box) return;
  if (undo || take) {
    event.preventDefault();
    show(box, undo ? JSON.parse(undo.dataset.undoAnswer) : withPart(box, JSON.parse(take.dataset.take)));
    later(box, 0);
    focusOn(box);
  }
  if (choice) {
    event.preventDefault();
    choose(box);
  }
});

/** What the box holds with a part of it replaced: a note stays. */
function withPart(box, part) {
  const taken = new Set(part.map(([key]) => key));
  return [...valuesOf(box).filter(([key]) => !taken.has(key)), ...part];
}

function choose(box) {
  const panel = box.querySelector('[data-clash]');
  const takes = panel.querySelector('input[value="theirs"]').checked;
  const held = load().filter((entry) => `${entry.url} ${entry.field}` === keyOf(box)).pop();
  if (takes) {
    show(box, JSON.parse(panel.dataset.clash));
    if (held) change(held.id, null);
    state('saving');
    seenInput(box).value = panel.dataset.clash;
    const quiet = document.createElement('div');
    quiet.id = panel.id;
    quiet.hidden = true;
    panel.replaceWith(quiet);
    document.dispatchEvent(new CustomEvent('kamp:taken', { detail: { field: fieldOf(box) } }));
    resettle();
  } else if (held) {
    change(held.id, { id: name(), seen: JSON.parse(panel.dataset.clash), held: false, tried: false });
    flush();
  }
  focusOn(box);
}

/** On what the box holds now: the chosen one of several, else its first input. */
function focusOn(box) {
  const inputs = inputsOf(box).filter((input) => input.type !== 'hidden');
  (inputs.find((input) => input.type === 'radio' && input.checked) || inputs[0])?.focus({ preventScroll: true });
}

function resettle() {
  const words = document.getElementById('words').dataset;
  const shown = document.getElementById('save-state');
  const waiting = load().filter((entry) => !entry.gone);
  if (!shown || waiting.length) { if (waiting.length) state('held'); return; }
  shown.classList.remove('bad');
  shown.textContent = words.saved;
}

function flushAll() {
  timers.forEach((timer) => clearTimeout(timer));
  timers.clear();
  flush();
}

addEventListener('online', flushAll);
addEventListener('pagehide', flushAll);
document.addEventListener('visibilitychange', () => { if (document.hidden) flushAll(); });

// ---- what an earlier page could not send is put back into its fields and sent -------------------------------------
store(load().filter((entry) => !(entry.gone < Date.now() - BACK_WITHIN)).map((entry) => (boxOf(entry) ? { ...entry, held: false, gone: undefined } : entry)));
for (const entry of load()) {
  const box = boxOf(entry);
  if (box) show(box, entry.values);
}
if (load().some((entry) => !entry.held)) flush();

// ---- who else is here --------------------------------------------------------------------------------------------
const place = document.querySelector('[data-presence]');
let beat = 0;

async function look() {
  clearTimeout(beat);
  beat = setTimeout(look, PRESENCE);
  if (document.hidden) return;
  const field = document.activeElement?.closest('[data-autosave]')?.dataset.autosave || '';
  try {
    const url = new URL(place.dataset.presence, location.href); // it may have a query of its own
    url.searchParams.set('presence', field);
    const response = await fetch(url, { redirect: 'manual' });
    if (!response.ok) return;
    place.innerHTML = await response.text();
  } catch { return; }
  document.querySelectorAll('.field-here').forEach((line) => line.remove());
  for (const here of place.querySelectorAll('[data-here]')) {
    const box = [...document.querySelectorAll('[data-autosave]')].find((each) => fieldOf(each) === here.dataset.here);
    if (!box) continue;
    const line = document.createElement('p');
    line.className = 'field-here meta';
    line.textContent = here.textContent;
    box.append(line);
  }
}
if (place) {
  look();
  document.addEventListener('focusin', (event) => {
    if (!event.target.closest('[data-autosave]')) return;
    clearTimeout(beat);
    beat = setTimeout(look, 800);
  });
}
