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
  const t = JSON.parse(form.dataset.texts);
  const plurals = new Intl.PluralRules(document.documentElement.lang);
  const chosen = new Map();
  let cursor = null;
  let asked = 0;

  const filled = (text, gaps) => text.replace(/\\{(\\w+)\\}/g, (gap, name) => gaps[name] ?? gap);
  const count = (forms, n) => filled(forms[plurals.select(n)] ?? forms.other, { n });

  function make(name, properties, children) {
    const element = Object.assign(document.createElement(name), properties);
    for (const child of children || []) element.append(child);
    return element;
  }
  async function call(path, options) {
    const answer = await fetch('/lti/deep-link/api/' + path, Object.assign({
      headers: { Authorization: 'Bearer ' + form.dataset.token },
    }, options));
    if (!answer.ok) throw new Error(answer.status === 401 ? t.tooOld : t.failed);
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
      const shown = byId('results').children.length;
      say(shown === 0
        ? (byId('q').value.trim() ? t.notFound : t.noDecks)
        : count(cursor ? t.firstDecks : t.countDecks, shown));
    } catch (error) { if (mine === asked) complain(error); }
  }

  function row(deck) {
    const input = make('input', { type: isSingle ? 'radio' : 'checkbox', name: 'deck', value: deck.id, checked: chosen.has(deck.id) });
    const parts = (deck.path || '').split('::');
    const about = deck.kind === 'course' ? t.course : [
      parts.length > 1 && filled(t.partOf, { path: parts.slice(0, -1).join(' › ') }),
      count(t.questions, deck.prompts),
      deck.matches > 0 && count(t.matches, deck.matches),
    ].filter(Boolean).join(' · ');
    input.addEventListener('change', () => {
      if (isSingle) chosen.clear();
      if (input.checked) choose(deck); else chosen.delete(deck.id);
      show();
    });
    const label = make('label', { className: 'choice' }, [input, make('span', {}, [
      make('span', { className: 'name', dir: 'auto', textContent: deck.title }),
      make('span', { className: 'about', dir: 'auto', textContent: about })])]);
    const button = make('button', { type: 'button', className: 'quiet', textContent: t.preview });
    button.setAttribute('aria-label', filled(t.previewOf, { deck: deck.title }));
    button.addEventListener('click', () => preview(deck));
    return make('li', {}, [label, button]);
  }

  function choose(deck) {
    const title = (isSingle && form.dataset.title) || deck.title;
    chosen.set(deck.id, { deck, title, mode: 'study', due: '', graded: isGraded, points: '100', tags: new Set(), offered: undefined });
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
      make('option', { value: 'study', textContent: t.study }),
      make('option', { value: 'test', textContent: t.test })]);
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
      field(t.name, bound(item, 'title', { type: 'text', required: true, maxLength: 400, dir: 'auto' }), 'wide'),
      ...(item.deck.kind === 'course' ? [] : [field(t.mode, mode)]),
      field(t.due, bound(item, 'due', { type: 'datetime-local' }))]);
    group.setAttribute('aria-label', item.deck.title);
    if (isGraded) group.append(
      make('label', { className: 'choice' }, [graded, t.column]),
      field(t.points, points));
    if (item.deck.kind !== 'course') group.append(part(item));
    return group;
  }
  function tag(item, name, prompts) {
    const input = make('input', { type: 'checkbox', checked: item.tags.has(name) });
    input.addEventListener('change', () => { item.tags[input.checked ? 'add' : 'delete'](name); });
    return make('label', { className: 'choice' }, [input, make('span', {}, [
      make('bdi', { textContent: name }), make('span', { className: 'about', textContent: count(t.questions, prompts) })])]);
  }
  /** Of a deck whose cards have tags; they are asked for once. */
  function part(item) {
    const group = make('details', { className: 'wide', hidden: true }, [
      make('summary', { textContent: t.part }), make('p', { className: 'soft', textContent: t.partHint })]);
    const list = make('div', { className: 'tags' });
    group.append(list);
    group.open = item.tags.size > 0;
    item.offered ??= call('decks/' + item.deck.id + '/tags').then(({ data }) => data, () => []);
    item.offered.then((tags) => {
      list.append(...tags.map(({ tag: name, prompts }) => tag(item, name, prompts)));
      group.hidden = tags.length === 0;
    });
    return group;
  }
  const tagsOf = (item) => new URLSearchParams([...(item ? item.tags : [])].map((name) => ['tag', name]));
  function show() {
    byId('cards').replaceChildren(...[...chosen.values()].map(card));
    byId('chosen').hidden = chosen.size === 0;
    byId('add').disabled = chosen.size === 0;
    if (!isSingle) byId('add').textContent = chosen.size > 1 ? count(t.addCount, chosen.size) : t.add;
    say(chosen.size === 0 ? t.noneChosen : count(t.countChosen, chosen.size));
  }

  async function preview(deck) {
    complain();
    try {
      const { url } = await call(deck.kind + 's/' + deck.id + '/preview?' + tagsOf(chosen.get(deck.id)), { method: 'POST' });
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
      [item.deck.kind + 'Id']: item.deck.id, mode: item.mode, title: item.title, tags: [...item.tags],
      dueAt: item.due ? new Date(item.due).toISOString() : null,
      scoreMaximum: item.graded ? Number(item.points) : null })));
  });
  search();
})();
`;
