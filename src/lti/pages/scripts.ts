/**
 * Platform storage (LTI Client Side postMessages 1.0): messages go to the frame that the platform
 * named, for the origin of its authorization endpoint only, and only that origin is answered to.
 */
export const storageScript = `'use strict';
window.ltiStorage = function (target, origin) {
  const near = window.parent !== window ? window.parent : window.opener;
  function frame() {
    if (!near || target === '_parent') return near;
    try { return near.frames[target] || near; } catch { return near; }
  }
  return function (subject, fields) {
    return new Promise((resolve, reject) => {
      const to = frame();
      if (!to) return reject(new Error('there is no platform around this page'));
      const id = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2);
      const timer = setTimeout(() => done(reject, new Error('the platform does not answer')), 2000);
      // Its page may still be loading what listens; a message that comes twice changes nothing.
      const again = setInterval(send, 400);
      function done(settle, value) {
        clearTimeout(timer);
        clearInterval(again);
        removeEventListener('message', hear);
        settle(value);
      }
      function hear(event) {
        const data = event.data;
        if (event.origin !== origin || !data || data.message_id !== id) return;
        if (data.subject !== subject + '.response') return;
        if (data.error) done(reject, new Error(String(data.error.code)));
        else done(resolve, data.value);
      }
      function send() { to.postMessage({ subject, message_id: id, ...fields }, origin); }
      addEventListener('message', hear);
      send();
    });
  };
};
`;

/** Of the login inside a frame. */
export const loginScript = `'use strict';
(async () => {
  const { authorizationUrl, bindingName, bindingSecret, storageTarget, storageOrigin } =
    document.getElementById('login').dataset;
  async function hasCookie() {
    const answer = await fetch('/lti/probe?name=' + encodeURIComponent(bindingName), { cache: 'no-store' });
    return (await answer.json()).cookie;
  }
  async function isStored() {
    if (!storageTarget) return false;
    const ask = window.ltiStorage(storageTarget, storageOrigin);
    await ask('lti.put_data', { key: bindingName, value: bindingSecret });
    return (await ask('lti.get_data', { key: bindingName })) === bindingSecret;
  }
  const no = () => false;
  if ((await hasCookie().catch(no)) || (await isStored().catch(no))) {
    location.replace(authorizationUrl);
    return;
  }
  document.getElementById('waiting').hidden = true;
  const offer = document.getElementById('window');
  offer.hidden = false;
  offer.querySelector('h1').focus();
})();
`;

/** Of the launch that came without its cookie. */
export const launchScript = `'use strict';
(async () => {
  const form = document.getElementById('launch');
  const { storageTarget, storageOrigin, bindingName } = form.dataset;
  try {
    const value = await window.ltiStorage(storageTarget, storageOrigin)('lti.get_data', { key: bindingName });
    if (typeof value !== 'string' || value === '') throw new Error('nothing is stored');
    form.elements.namedItem('storage_value').value = value;
    form.submit();
  } catch {
    document.getElementById('waiting').hidden = true;
    const blocked = document.getElementById('blocked');
    blocked.hidden = false;
    blocked.querySelector('h1').focus();
  }
})();
`;
