// The shell: everything a page does besides its own work. Pages work without it.
import './layers.js';
import './live.js';
import './palette.js';
import './keyboard.js';
import './lists.js';
import './forms.js';
import './autosave.js';
import './resume.js';

const root = document.documentElement;

// ---- appearance: system, light, dark -----------------------------------------------------------------
const darkQuery = matchMedia('(prefers-color-scheme: dark)');

function savedTheme() {
  try { return localStorage.getItem('kamp:theme') || 'system'; } catch { return 'system'; }
}

function showTheme() {
  const choice = savedTheme();
  root.dataset.theme = choice === 'dark' || (choice === 'system' && darkQuery.matches) ? 'dark' : 'light';
  document.querySelectorAll('[data-theme-choice]').forEach((button) => {
    button.setAttribute('aria-pressed', String(button.dataset.themeChoice === choice));
  });
}

darkQuery.addEventListener('change', showTheme);
addEventListener('storage', (event) => { if (event.key === 'kamp:theme') showTheme(); });

// ---- small actions by attribute -----------------------------------------------------------------------
document.addEventListener('click', (event) => {
  const theme = event.target.closest('[data-theme-choice]');
  if (theme) {
    try { localStorage.setItem('kamp:theme', theme.dataset.themeChoice); } catch { /* lasts for this page */ }
    showTheme();
  }
  if (event.target.closest('[data-print]')) print();
  const copy = event.target.closest('[data-copy]');
  if (copy) {
    navigator.clipboard.writeText(copy.dataset.copy).then(() => {
      document.dispatchEvent(new CustomEvent('kamp:toast', { detail: { text: document.getElementById('words').dataset.copied } }));
    });
  }
});

// ---- lists of small pictures: an account lights up in all of them ---------------------------------------
document.addEventListener('pointerover', (event) => {
  const dot = event.target.closest?.('.mgrid [data-account]');
  const grid = event.target.closest?.('.mgrid');
  document.querySelectorAll('.mgrid .lit').forEach((mark) => mark.classList.remove('lit'));
  document.querySelectorAll('.mgrid.lit').forEach((mark) => mark.classList.remove('lit'));
  if (!dot || !grid) return;
  grid.classList.add('lit');
  grid.querySelectorAll(`[data-account="${CSS.escape(dot.dataset.account)}"]`).forEach((mark) => mark.classList.add('lit'));
});

showTheme();
