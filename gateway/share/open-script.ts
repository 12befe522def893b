/** Address of the script by which a picture that was scanned fills in the form: what stands after `#` is sent to no server by itself. */
export const openScriptAddress = '/open-summary/link.js';

/** Takes link and key out of the address, where history and shoulders would see them, and puts them into the form in place of a code. */
export const openScript = `const field = document.querySelector('input[name="link"]');
const take = () => {
  if (location.hash.startsWith('#shlink:/')) {
    field.value = location.hash.slice(1);
    history.replaceState(null, '', location.pathname);
  }
  if (field.value === '') return;
  document.querySelector('[data-code]').hidden = true;
  document.querySelector('[data-link]').hidden = false;
};
if (field) {
  take();
  addEventListener('hashchange', take);
}
`;
