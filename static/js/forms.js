// Forms: errors get the focus, unsaved input is guarded, passwords can be shown, rows added, files dropped.

// ---- error summary -------------------------------------------------------------------------------------
function showErrors(scope) {
  const summary = scope.querySelector?.('[data-error-summary]');
  if (!summary) return;
  const prefix = summary.dataset.titlePrefix || '';
  if (!document.title.startsWith(prefix.trim())) document.title = prefix + document.title;
  summary.focus();
}
showErrors(document);
document.addEventListener('htmx:afterSettle', (event) => showErrors(event.detail.elt));
document.addEventListener('click', (event) => {
  const link = event.target.closest('.errsum a[href^="#"]');
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const input = field.matches('fieldset') ? field.querySelector('input, select, textarea') || field : field;
  input.focus({ preventScroll: true });
  (field.closest('.field') || field).scrollIntoView({ block: 'center' });
});

// ---- too long a text is refused with words, never cut without a word while it is pasted ------------------------
function keepWhole(scope) {
  // only where the server checks and says so
  const limited = scope.querySelectorAll('form[novalidate] :is(input, textarea)[maxlength]');
  for (const input of limited) input.removeAttribute('maxlength');
}
keepWhole(document);
document.addEventListener('htmx:load', (event) => keepWhole(event.detail.elt));

// A form the browser checks itself (a dialog) keeps the text as well, and is not sent while it is too long.
document.addEventListener('focusin', (event) => {
  const input = event.target;
  if (!(input.maxLength > 0) || !input.form) return;
  input.dataset.limit = input.maxLength;
  input.removeAttribute('maxlength');
});
document.addEventListener('input', (event) => {
  const { value, dataset } = event.target;
  if (!dataset.limit) return;
  const words = document.getElementById('words')?.dataset.tooLong || '';
  const isLong = value.length > Number(dataset.limit);
  event.target.setCustomValidity(isLong ? words.replace('{limit}', dataset.limit).replace('{length}', value.length) : '');
  if (isLong) event.target.reportValidity();
});

// ---- a figure, or that it is not to be had: each takes the other's place ------------------------------------
document.addEventListener('input', (event) => {
  const box = event.target.closest?.('.figure');
  if (!box) return;
  const [amount, tick] = [box.querySelector('input:not([type="checkbox"])'), box.querySelector('[type="checkbox"]')];
  if (event.target === tick && tick.checked) amount.value = '';
  if (event.target === amount && amount.value.trim()) tick.checked = false;
}, true);

// ---- leave-page guard: <form data-guard> -------------------------------------------------------------------
const dirty = new Set();
document.addEventListener('input', (event) => {
  const form = event.target.closest('form[data-guard]');
  if (form) dirty.add(form);
});
document.addEventListener('submit', (event) => dirty.delete(event.target));
document.addEventListener('htmx:afterRequest', (event) => {
  const form = event.detail.elt.closest?.('form[data-guard]');
  if (form && event.detail.successful) dirty.delete(form);
});
addEventListener('beforeunload', (event) => {
  for (const form of dirty) if (!form.isConnected) dirty.delete(form);
  if (dirty.size) event.preventDefault();
});

// ---- back to this page, as filters have made its address meanwhile -----------------------------------------------
document.addEventListener('submit', (event) => {
  const here = event.target.querySelector('[data-here]');
  if (here) here.value = location.pathname + location.search;
}, true);

// ---- a second click does not send twice ----------------------------------------------------------------------
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.getAttribute('method') !== 'post' || form.matches('[hx-post], [hx-put], [hx-patch]')) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = 'yes';
  const release = () => { delete form.dataset.sent; };
  setTimeout(() => { if (event.defaultPrevented) release(); });
  setTimeout(release, 4000); // an answer that is a file leaves the page as it is
});
addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach((form) => { delete form.dataset.sent; }));

// ---- show a password -----------------------------------------------------------------------------------------
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-reveal]');
  if (!button) return;
  const input = document.getElementById(button.dataset.reveal);
  const shown = input.type === 'text';
  input.type = shown ? 'password' : 'text';
  button.setAttribute('aria-pressed', String(!shown));
  const text = button.textContent;
  button.textContent = button.dataset.hideText;
  button.dataset.hideText = text;
});

// ---- formset rows: [data-formset="prefix"] ---------------------------------------------------------------------
document.addEventListener('click', (event) => {
  const set = event.target.closest('[data-formset-add]')?.closest('[data-formset]');
  if (!set) return;
  const total = set.querySelector(`[name="${set.dataset.formset}-TOTAL_FORMS"]`);
  const row = set.querySelector('[data-formset-empty]').content.cloneNode(true);
  row.querySelectorAll('*').forEach((element) => {
    for (const attribute of ['id', 'name', 'for', 'aria-describedby']) {
      if (element.hasAttribute(attribute)) element.setAttribute(attribute, element.getAttribute(attribute).replaceAll('__prefix__', total.value));
    }
  });
  const first = row.querySelector('input:not([type="hidden"]), select, textarea');
  set.querySelector('[data-formset-rows]').append(row);
  total.value = Number(total.value) + 1;
  window.htmx?.process(set);
  first?.focus();
  dirty.add(set.closest('form[data-guard]') || set.closest('form'));
  for (const form of dirty) if (!form?.matches('[data-guard]')) dirty.delete(form);
});

// ---- files: drop them on the box ----------------------------------------------------------------------------------
for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop']) {
  document.addEventListener(kind, (event) => {
    const box = event.target.closest?.('[data-drop]');
    if (!box) return;
    event.preventDefault();
    box.classList.toggle('over', kind === 'dragenter' || kind === 'dragover');
    if (kind === 'drop' && event.dataTransfer.files.length) {
      const input = box.querySelector('input[type="file"]');
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    }
  });
}
