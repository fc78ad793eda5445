// Where the focus goes after something was done to a row: to the row if it is still there, to the next one if it is
// gone, to what came back after an undo. The server says which element a message is about; where it does not, the row
// of the button that was pressed is remembered from page to page.
const KEY = 'kamp:row';
const FRESH = 15000;
const FOCUSABLE = 'a[href], button, input, select, textarea, [tabindex]';
let wanted = ''; // by a message: ids, addresses of links, "next" (the row after that of the button); the first that is there counts

const load = () => { try { return JSON.parse(sessionStorage.getItem(KEY)); } catch { return null; } };
const store = (kept) => { try { sessionStorage.setItem(KEY, JSON.stringify(kept)); } catch { /* the page then begins at its top */ } };

/** What a row is known by on the next page: an id, else an address or a value only it has. */
function nameOf(row) {
  if (!row) return '';
  if (row.id) return `#${row.id}`;
  const part = row.querySelector('button[form], a[href], [formaction], button[name][value], form[action]');
  if (!part) return '';
  return part.getAttribute('form') || part.getAttribute('href') || part.getAttribute('formaction') || part.getAttribute('action') || `${part.name}=${part.value}`;
}

const rowNamed = (name) => name && [...document.querySelectorAll('main :is(tr, li)')].find((row) => nameOf(row) === name);

document.addEventListener('submit', (event) => {
  if (event.target.method !== 'post') return;
  if (event.target.closest('.toast')) {
    store({ ...load(), undone: true, landed: false, at: Date.now() });
    return;
  }
  const row = document.getElementById(event.target.dataset.row) || (event.submitter || event.target).closest('main :is(tr, li)');
  store({ self: nameOf(row), next: nameOf(row?.nextElementSibling), at: Date.now() });
}, true);

export function about(ids) { wanted = ids || wanted; }

/** Nothing is to be landed on any more: the person went on. */
export function forget() {
  wanted = '';
  const kept = load();
  if (kept) store({ ...kept, landed: true });
}

/** Puts the focus where the last message or deed belongs; says whether there was such a place. */
export function land() {
  const kept = load();
  const place = wanted.split(',').map((name) => placeNamed(name, kept)).find(Boolean) || placeOf(kept);
  if (kept) store({ ...kept, landed: true });
  wanted = '';
  if (!place) return false;
  const closed = place.closest('details:not([open])');
  if (closed) closed.open = true;
  focusOn(place);
  return true;
}

function placeNamed(name, kept) {
  if (name === 'next') return rowNamed(kept?.next);
  if (name.startsWith('/')) return [...document.querySelectorAll('main a')].find((link) => link.getAttribute('href') === name);
  return name && document.getElementById(name);
}

/** Where what was just done to a row belongs: to why it was refused, to the row, to the next one, to the heading. */
function placeOf(kept) {
  if (!kept || kept.landed || Date.now() - kept.at > FRESH) return null;
  const refused = document.querySelector('main .msgs .note');
  const next = kept.undone ? null : rowNamed(kept.next);
  return refused || rowNamed(kept.self) || next || (kept.self || kept.undone ? document.querySelector('main h1') : null);
}

function focusOn(place) {
  const target = place.matches(FOCUSABLE) ? place : place.querySelector('[data-lands], .who a, a[href]') || place;
  if (!target.matches(FOCUSABLE)) {
    target.tabIndex = -1;
    target.addEventListener('blur', () => target.removeAttribute('tabindex'), { once: true });
  }
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: 'center' });
}
