// The token every request that changes something carries; signing in, in whatever tab, gives a new one.
const tokenOf = (body) => JSON.parse(body.getAttribute('hx-headers') || '{}')['X-CSRFToken'] || '';

export const token = () => tokenOf(document.body);

/** Takes the token of the present session, when it is the same person's; says whether it did. Loses nothing typed. */
export async function renewToken() {
  const page = await fetch(location.href, { redirect: 'manual' });
  if (!page.ok) return false;
  const fresh = new DOMParser().parseFromString(await page.text(), 'text/html').body;
  if (fresh.dataset.user !== document.body.dataset.user || !tokenOf(fresh)) return false;
  document.body.setAttribute('hx-headers', fresh.getAttribute('hx-headers'));
  document.querySelectorAll('[name="csrfmiddlewaretoken"]').forEach((input) => { input.value = tokenOf(fresh); });
  return true;
}
