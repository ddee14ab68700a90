// The command palette: Ctrl K, or the search box. It offers what the page of the search offers (its
// [data-places] and [data-hits]), what the buttons of the record's page do, the record's versions, and
// what was opened lately. Without this file the search box leads to that page.
(() => {
    'use strict';
    const all = (selector, root = document) => [...root.querySelectorAll(selector)];
    const one = (selector, root = document) => root.querySelector(selector);
    const words_of = (element) => element.textContent.replace(/\s+/g, ' ').trim();
    /** The same without the counts of a tab. */
    const name_of = (element) => {
        const copy = element.cloneNode(true);
        all('small', copy).forEach((count) => count.remove());
        return words_of(copy);
    };
    const person = document.body.dataset.person;

    // ---- What was opened lately: kinds, addresses and names, never content. Gone after signing out,
    // and with whoever signs in next.
    const RECENT = 'recent';
    const PLACES = 'places';
    const RECENT_MAX = 8;
    if (!person) {
        localStorage.removeItem(RECENT);
        sessionStorage.removeItem(PLACES);
        return;
    }
    const read = (store, key) => {
        try {
            const kept = JSON.parse(store.getItem(key));
            return kept?.person === person ? kept.items : [];
        } catch {
            return [];
        }
    };
    const keep = (store, key, items) => {
        try {
            store.setItem(key, JSON.stringify({ person, items }));
        } catch { /* no room, or not allowed: it is a comfort */ }
    };
    const path = location.pathname;
    const place = path.match(/^\/([a-z]+)\/[0-9a-f]{8}-[0-9a-f-]{27}$/);
    if (place) {
        const others = read(localStorage, RECENT).filter((item) => item.url !== path);
        const is_there = one('.record-head') || place[1] === 'users' && one('main h1');
        const text = document.title.replace(/ · Rostrum$/, '');
        const opened_now = is_there ? [{ url: path, text, icon: place[1].slice(0, -1) }] : [];
        keep(localStorage, RECENT, [...opened_now, ...others].slice(0, RECENT_MAX));
    }

    // ---- The dialog.
    const element = (name, attributes = {}, children = []) => {
        const made = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
        made.append(...children);
        return made;
    };
    const icons = one('use')?.getAttribute('href').split('#')[0];
    const icon = (name) => {
        const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
        const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
        svg.setAttribute('class', 'icon');
        svg.setAttribute('aria-hidden', 'true');
        use.setAttribute('href', `${icons}#${name}`);
        svg.append(use);
        return svg;
    };
    const HINT = 'Search or go to…';
    const field = element('input', {
        type: 'text', role: 'combobox', 'aria-label': 'Search or go to', 'aria-autocomplete': 'list',
        'aria-controls': 'palette-list', 'aria-expanded': 'true', autocomplete: 'off', autocapitalize: 'off',
        spellcheck: 'false', maxlength: '500', placeholder: HINT, autofocus: '', dir: 'auto',
    });
    const list = element('div', { id: 'palette-list', role: 'listbox', 'aria-label': 'Suggestions' });
    const status = element('p', { class: 'sr', role: 'status' });
    const hint = (keys, words) =>
        element('span', {}, [...keys.flatMap((key) => [element('kbd', {}, [key]), ' ']), words]);
    const close = element('button',
        { class: 'btn quiet icon-only', type: 'button', 'aria-label': 'Close' }, [icon('close')]);
    const dialog = element('dialog', { id: 'palette', 'aria-label': 'Search and commands' }, [
        element('div', { class: 'palette-field' }, [icon('search'), field, close]), list, status,
        element('p', { class: 'palette-keys', 'aria-hidden': 'true' },
            [hint(['↑', '↓'], 'to choose'), hint(['Enter'], 'to open'), hint(['Esc'], 'to close')]),
    ]);
    document.body.append(dialog);

    // ---- What it offers. An item: text, group, icon, and url or act; sub is muted, words are found, too.
    const tabs = one('.record-head ~ .tabs');
    const base = tabs && one('a', tabs).getAttribute('href');
    const icon_of = (source) => one('use', source)?.getAttribute('href').split('#')[1] ?? 'right';
    const has_words = (item, words) => {
        const text = `${item.text} ${item.words ?? ''} ${item.sub ?? ''}`.toLowerCase();
        return words.every((word) => text.includes(word));
    };
    const commands = () => {
        const group = tabs?.getAttribute('aria-label') ?? 'This page';
        const found = [
            ...all('.record-head .actions .primary'), ...all('.record-head .strip a:not(.chip)'),
            ...all('.record-head .actions :is(a, button)'), ...all('.tabs a', tabs ?? dialog)];
        const items = found.map((source) => ({
            group, text: name_of(source), icon: icon_of(source), url: source.getAttribute('href'),
            act: source.matches('button') ? () => source.click() : null,
        }));
        const is_first = (item, i) =>
            i === items.findIndex((other) => (item.url ? other.url === item.url : other.text === item.text));
        const left = items.filter(is_first).filter((item) => item.url !== path);
        const more = { group, text: 'Switch version…', words: 'history', icon: 'history', act: switch_version };
        return base ? [...left.slice(0, 1), more, ...left.slice(1)] : left;
    };
    let places = read(sessionStorage, PLACES);
    let versions = null; // of this record, once asked for
    let hits = [];       // of the search for what is typed
    let mode = '';       // "versions": one of them is chosen
    let shown = [];
    let at = 0;
    let is_waiting = false; // an answer is on its way
    let is_entered = false; // Enter was pressed before it came
    let asking = null;
    let timer = 0;

    const search_url = (query) => `/search?q=${encodeURIComponent(query)}`;
    const page_of = async (url, signal) => {
        const answer = await fetch(url, { signal });
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        return new DOMParser().parseFromString(await answer.text(), 'text/html');
    };
    const ask_places = async () => {
        const found = await page_of('/search');
        places = all('[data-places] a', found).map((link) => ({
            group: link.closest('[data-places]').dataset.places, text: words_of(link), words: link.dataset.words,
            url: link.getAttribute('href'), icon: icon_of(link) }));
        keep(sessionStorage, PLACES, places);
        show(at);
    };
    const ask_versions = async () => {
        const found = await page_of(`${base}/versions`);
        const links = all(`main a[href^="${base}/versions/"]:not(.strip *)`, found)
            .filter((link) => /\/versions\/\d+$/.test(link.getAttribute('href')));
        const items = links.map((link) => ({
            group: 'Versions', text: words_of(link), icon: 'history', url: link.getAttribute('href'),
            sub: words_of(link.parentElement).slice(words_of(link).length).trim() }));
        versions = items.filter((item, i) => i === items.findIndex((other) => other.url === item.url));
        show(at);
    };
    const switch_version = () => {
        mode = 'versions';
        field.value = '';
        field.placeholder = 'A version, or words of its message…';
        show(0);
    };
    const hits_in = (found) => all('[data-hits] > li', found).map((row) => {
        const link = one('a', row);
        const chips = all('.chip:not(.tag)', row).map(words_of).join(' · ');
        const text = one('p, .tag', row);
        return { group: row.parentElement.dataset.hits, text: words_of(link), url: link.getAttribute('href'),
            icon: row.parentElement.dataset.icon, sub: [chips, text && words_of(text)].filter(Boolean).join(' · ') };
    });

    function offered() {
        const query = field.value.trim();
        const words = query.toLowerCase().split(/\s+/).filter(Boolean);
        if (mode === 'versions') return (versions ?? []).filter((item) => has_words(item, words));
        if (!query) {
            const recent = read(localStorage, RECENT).filter((item) => item.url !== path);
            return [...commands(), ...recent.map((item) => ({ group: 'Recent', ...item })), ...places];
        }
        const own = [...commands(), ...(versions ?? []), ...places].filter((item) => has_words(item, words));
        const text = `All results for “${query}”`;
        const rest = { group: 'Search', text, icon: 'search', url: search_url(query) };
        return [...own, ...hits, rest];
    }

    // ---- Showing it.
    const option = (item, i) => {
        const made = element('div', { id: `palette-${i}`, role: 'option', 'aria-selected': 'false' },
            [icon(item.icon), element('span', { dir: 'auto' }, [item.text])]);
        if (item.sub) made.append(element('small', { dir: 'auto' }, [item.sub]));
        made.addEventListener('click', (event) => choose(i, event.ctrlKey || event.metaKey));
        made.addEventListener('pointermove', () => mark(i, false));
        return made;
    };
    function mark(i, is_scrolled = true) {
        one('[aria-selected="true"]', list)?.setAttribute('aria-selected', 'false');
        const chosen = document.getElementById(`palette-${i}`);
        at = i;
        field.removeAttribute('aria-activedescendant');
        if (!chosen) return;
        chosen.setAttribute('aria-selected', 'true');
        field.setAttribute('aria-activedescendant', chosen.id);
        if (is_scrolled && i === 0) list.scrollTop = 0; // the title of its group, too
        else if (is_scrolled) chosen.scrollIntoView({ block: 'nearest' });
    }
    let told = 0;
    function show(i) {
        if (!dialog.open) return;
        shown = offered();
        const titles = [...new Set(shown.map((item) => item.group))];
        list.replaceChildren(...titles.map((title, number) => {
            const id = `palette-group-${number}`;
            return element('div', { role: 'group', 'aria-labelledby': id }, [
                element('div', { id, class: 'pop-title', role: 'presentation' }, [title]),
                ...shown.flatMap((item, i) => (item.group === title ? [option(item, i)] : []))]);
        }));
        list.setAttribute('aria-busy', String(is_waiting));
        mark(Math.min(i, Math.max(shown.length - 1, 0)));
        clearTimeout(told);
        told = setTimeout(() => {
            if (!is_waiting) status.textContent = shown.length === 1 ? '1 suggestion' : `${shown.length} suggestions`;
        }, 400);
    }
    const choose = (i, is_beside = false) => {
        const item = shown[i];
        if (!item) return;
        if (!item.url) {
            if (item.act !== switch_version) dialog.close();
            item.act();
        } else if (is_beside) {
            open(item.url, '_blank', 'noopener');
        } else {
            dialog.close();
            location.assign(item.url);
        }
    };

    // ---- Asking the server as one types: the last question alone counts.
    const search = async (query) => {
        asking = new AbortController();
        const { signal } = asking;
        try {
            hits = hits_in(await page_of(search_url(query), signal));
        } catch {
            if (signal.aborted) return;
            hits = [];
        }
        is_waiting = false;
        show(at);
        if (is_entered) choose(at);
    };
    const typed = () => {
        clearTimeout(timer);
        asking?.abort();
        const query = field.value.trim();
        is_entered = false;
        is_waiting = query !== '' && mode === '';
        if (!is_waiting) hits = [];
        if (is_waiting) timer = setTimeout(search, 120, query);
        // what the last search found stays until the next answer, as far as it has these words
        hits = hits.filter((item) => has_words(item, query.toLowerCase().split(/\s+/)));
        show(0);
    };
    const enter = (event) => {
        const is_known = shown[at] && shown[at].group !== 'Search';
        if (is_waiting && !is_known) is_entered = true;
        else choose(at, event.ctrlKey || event.metaKey);
    };
    const opened = (words = '') => {
        if (dialog.open) return;
        mode = '';
        hits = [];
        field.value = words;
        field.placeholder = HINT;
        dialog.showModal();
        typed();
        field.setSelectionRange(words.length, words.length);
        if (!places.length) ask_places().catch(() => {});
        if (base && !versions) ask_versions().catch(() => { versions = []; });
    };

    field.addEventListener('input', typed);
    field.addEventListener('keydown', (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (event.isComposing) return;
        if (step && shown.length) mark((at + step + shown.length) % shown.length);
        else if (event.key === 'Enter') enter(event);
        else if (event.key === 'Backspace' && mode && !field.value) {
            mode = '';
            field.placeholder = HINT;
            show(0);
        } else return;
        event.preventDefault();
    });
    list.addEventListener('mousedown', (event) => event.preventDefault()); // the field keeps the focus
    close.addEventListener('click', () => dialog.close());
    dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener('close', () => {
        if (dialog.open) return; // again already
        clearTimeout(timer);
        asking?.abort();
        status.textContent = '';
    });

    // ---- The breadcrumb of a record unfolds into the others of its folder, asked for when it opens.
    // Without this, the breadcrumb leads to the list of the folder.
    const SIBLINGS_MAX = 20;
    const folder = all('.record-head .crumbs a').at(-1);
    const siblings = async (rows) => {
        const url = folder.getAttribute('href');
        const found = await page_of(`${url}${url.includes('?') ? '&' : '?'}sort=name`);
        const links = all('table.list td.primary .title > a:first-child', found).slice(0, SIBLINGS_MAX);
        rows.replaceChildren(...links.map((link) => {
            const address = link.getAttribute('href');
            const is_here = address === base;
            return element('li', {}, [element('a',
                { href: address, dir: 'auto', ...(is_here ? { 'aria-current': 'page' } : {}) }, [words_of(link)])]);
        }));
    };
    if (folder) {
        const rows = element('ul', { class: 'pop-list' }, [element('li', { class: 'pop-title' }, ['Loading…'])]);
        const others = element('details', { class: 'pop siblings' }, [
            element('summary', { title: `Others in ${words_of(folder)}` },
                [icon('unfold'), element('span', { class: 'sr' }, [`Others in ${words_of(folder)}`])]),
            element('div', { class: 'pop-box' }, [rows,
                element('a', { class: 'btn small', href: folder.href }, [`All in ${words_of(folder)}`])])]);
        folder.after(others);
        others.addEventListener('toggle', () => {
            if (others.open) siblings(rows).catch(() => location.assign(folder.href));
        });
    }

    // ---- What opens it.
    addEventListener('keydown', (event) => {
        const is_chord = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
        if (!is_chord || event.key.toLowerCase() !== 'k') return;
        event.preventDefault();
        if (dialog.open) dialog.close();
        else if (!one('dialog[open]')) opened();
    });
    addEventListener('palette', (event) => opened(event.detail ?? ''));
    const box = one('.header-search input');
    box?.setAttribute('aria-haspopup', 'dialog');
    box?.addEventListener('click', () => opened(box.value));
    box?.addEventListener('input', () => {
        opened(box.value);
        box.value = '';
    });
    all('.to-search').forEach((link) => link.addEventListener('click', (event) => {
        event.preventDefault();
        opened();
    }));
})();
