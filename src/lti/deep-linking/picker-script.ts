/** Fills the picker: search, preview, choice. Texts of decks are only ever set as text. */
export const pickerScript = `'use strict';
(function () {
  const posted = document.querySelector('form[data-post]');
  if (posted) return posted.submit();
  const form = document.getElementById('picker');
  if (!form) return;
  const byId = (id) => document.getElementById(id);
  const isSingle = form.dataset.mode === 'single';
  const isGraded = form.dataset.graded === 'yes';
  const chosen = new Map();
  let cursor = null;
  let asked = 0;

  function make(name, properties, children) {
    const element = Object.assign(document.createElement(name), properties);
    for (const child of children || []) element.append(child);
    return element;
  }
  async function call(path, options) {
    const answer = await fetch('/lti/deep-link/api/' + path, Object.assign({
      headers: { Authorization: 'Bearer ' + form.dataset.token },
    }, options));
    if (!answer.ok) throw new Error(answer.status === 401 ? 'This page is too old. Open it again from your course.' : 'That did not work. Try again in a moment.');
    return answer.json();
  }
  function say(text) { byId('status').textContent = text; }
  function complain(error) { byId('problem').textContent = error ? error.message : ''; }

  async function search(isMore) {
    const mine = ++asked;
    complain();
    try {
      const query = new URLSearchParams({ q: byId('q').value.trim() });
      if (isMore && cursor) query.set('cursor', cursor);
      const page = await call('decks?' + query);
      if (mine !== asked) return;
      if (!isMore) byId('results').replaceChildren();
      page.data.forEach((deck) => byId('results').append(row(deck)));
      cursor = page.nextCursor;
      byId('more').hidden = !cursor;
      const count = byId('results').children.length;
      say(count === 0
        ? (byId('q').value.trim() ? 'No deck has that in its name.' : 'There are no published decks yet. Publish one in Crosswalk first.')
        : (cursor ? 'The first ' + count + ' decks' : count + (count === 1 ? ' deck' : ' decks')));
    } catch (error) { if (mine === asked) complain(error); }
  }

  function row(deck) {
    const input = make('input', { type: isSingle ? 'radio' : 'checkbox', name: 'deck', value: deck.id, checked: chosen.has(deck.id) });
    const parts = deck.path.split('::');
    const about = (parts.length > 1 ? 'part of ' + parts.slice(0, -1).join(' › ') + ', ' : '') + deck.prompts + (deck.prompts === 1 ? ' question' : ' questions');
    input.addEventListener('change', () => {
      if (isSingle) chosen.clear();
      if (input.checked) choose(deck); else chosen.delete(deck.id);
      show();
    });
    const label = make('label', { className: 'choice' }, [input, make('span', {}, [
      make('span', { className: 'name', dir: 'auto', textContent: deck.title }),
      make('span', { className: 'about', dir: 'auto', textContent: about })])]);
    const button = make('button', { type: 'button', className: 'quiet', textContent: 'Preview' });
    button.setAttribute('aria-label', 'Preview ' + deck.title);
    button.addEventListener('click', () => preview(deck));
    return make('li', {}, [label, button]);
  }

  function choose(deck) {
    const title = (isSingle && form.dataset.title) || deck.title;
    chosen.set(deck.id, { deck, title, mode: 'study', due: '', graded: isGraded, points: '100' });
  }
  function field(text, input, className) {
    return make('label', { className: 'field ' + (className || '') }, [make('span', { textContent: text }), input]);
  }
  function bound(item, name, properties) {
    const input = make('input', Object.assign({ value: item[name] }, properties));
    input.addEventListener('input', () => { item[name] = input.value; });
    return input;
  }
  function card(item) {
    const mode = make('select', {}, [
      make('option', { value: 'study', textContent: 'Study: spaced repetition' }),
      make('option', { value: 'test', textContent: 'Quiz: each question once' })]);
    mode.value = item.mode;
    mode.addEventListener('change', () => { item.mode = mode.value; });
    const points = bound(item, 'points', { type: 'number', min: '0.01', step: 'any', max: '1000000', required: item.graded, disabled: !item.graded });
    const graded = make('input', { type: 'checkbox', checked: item.graded });
    graded.addEventListener('change', () => {
      item.graded = graded.checked;
      points.disabled = !item.graded;
      points.required = item.graded;
    });
    const group = make('div', { className: 'card', role: 'group' }, [
      field('Name in the course', bound(item, 'title', { type: 'text', required: true, maxLength: 400, dir: 'auto' }), 'wide'),
      field('What learners do', mode),
      field('Due (optional)', bound(item, 'due', { type: 'datetime-local' }))]);
    group.setAttribute('aria-label', item.deck.title);
    if (isGraded) group.append(
      make('label', { className: 'choice' }, [graded, 'Column in the gradebook']),
      field('Points at most', points));
    return group;
  }
  function show() {
    byId('cards').replaceChildren(...[...chosen.values()].map(card));
    byId('chosen').hidden = chosen.size === 0;
    byId('add').disabled = chosen.size === 0;
    if (!isSingle) byId('add').textContent = chosen.size > 1 ? 'Add ' + chosen.size + ' activities' : 'Add';
    say(chosen.size === 0 ? 'Nothing chosen' : chosen.size + ' chosen. Set name, due date and points below.');
  }

  async function preview(deck) {
    complain();
    try {
      const { url } = await call('decks/' + deck.id + '/preview', { method: 'POST' });
      byId('preview-title').textContent = deck.title;
      byId('preview-frame').src = url;
      byId('preview').showModal();
    } catch (error) { complain(error); }
  }
  byId('preview-close').addEventListener('click', () => byId('preview').close());
  byId('preview').addEventListener('close', () => { byId('preview-frame').src = 'about:blank'; });

  let timer;
  byId('q').addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(search, 200); });
  byId('q').addEventListener('keydown', (event) => { if (event.key === 'Enter') { event.preventDefault(); search(); } });
  byId('more').addEventListener('click', () => search(true));
  let sent = false;
  form.addEventListener('submit', (event) => {
    if (sent) return event.preventDefault();
    sent = true;
    form.elements.items.value = JSON.stringify([...chosen.values()].map((item) => ({
      deckId: item.deck.id, mode: item.mode, title: item.title,
      dueAt: item.due ? new Date(item.due).toISOString() : null,
      scoreMaximum: item.graded ? Number(item.points) : null })));
  });
  search();
})();
`;
