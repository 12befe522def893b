import { html, type Html } from '../pages/html.ts';

/** Address of the script below. */
export const passkeyScriptAddress = '/sign-in/passkey.js';

/**
 * A form that the browser's own passkey dialogue fills in. `options` is the JSON that the dialogue is opened with. What it needs
 * script for is hidden until script has found that the browser can do it; the page says so meanwhile.
 */
export function passkeyForm(kind: 'get' | 'create', action: string, options: string, submit: string, content: Html | null = null): Html {
  return html`<form action="${action}" method="post" novalidate data-passkey="${kind}" data-options="${options}">
<input type="hidden" name="kind" value="passkey">
<input type="hidden" name="response" value="">
<div data-passkey-ready hidden>
${content}
<div class="nhsuk-error-message" role="alert" data-passkey-failed hidden><span class="nhsuk-u-visually-hidden">Error:</span> The passkey was not used. Try again, or choose another way.</div>
<button class="nhsuk-button" type="submit">${submit}</button>
</div>
<p data-passkey-missing>This browser cannot use a passkey on this page. Choose another way, or use a newer browser with JavaScript switched on.</p>
</form>`;
}

/** Opens the browser's dialogue when the form is sent, and sends what it gave. The options never leave the page. */
export const passkeyScript = `'use strict';
(() => {
  const form = document.querySelector('form[data-passkey]');
  const api = window.PublicKeyCredential;
  if (form === null || !api || !api.parseCreationOptionsFromJSON || !api.parseRequestOptionsFromJSON || !api.prototype.toJSON) return;
  const part = (name) => form.querySelector('[data-passkey-' + name + ']');
  part('ready').hidden = false;
  part('missing').hidden = true;
  const ask = (options) => form.dataset.passkey === 'create'
    ? navigator.credentials.create({ publicKey: api.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: api.parseRequestOptionsFromJSON(options) });
  let asking = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (asking) return;
    asking = true;
    part('failed').hidden = true;
    ask(JSON.parse(form.dataset.options)).then((credential) => {
      form.elements.namedItem('response').value = JSON.stringify(credential.toJSON());
      form.submit();
    }, () => {
      asking = false;
      part('failed').hidden = false;
    });
  });
})();
`;
