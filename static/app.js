// Comforts. Every page is whole without this file.
(() => {
    'use strict';
    const all = (selector, root = document) => [...root.querySelectorAll(selector)];
    const show = (element) => element.removeAttribute('hidden');

    // <button data-copy="ID" hidden>: copies the text or value of the element with that id. Where the
    // browser has no clipboard (no HTTPS), or refuses it, the text is selected for Ctrl C.
    const select = (source) => {
        source.focus();
        if (source.select) source.select();
        else getSelection().selectAllChildren(source);
    };
    all('[data-copy]').forEach((button) => {
        const source = document.getElementById(button.dataset.copy);
        if (!source) return;
        show(button);
        const words = button.querySelector('span') || button;
        const before = words.textContent;
        button.addEventListener('click', async () => {
            try {
                await navigator.clipboard.writeText(source.value ?? source.textContent);
                words.textContent = 'Copied';
            } catch {
                select(source);
                words.textContent = 'Selected: press Ctrl C';
            }
            setTimeout(() => { words.textContent = before; }, 3000);
        });
    });

    // <p data-zone="ID" hidden>: offers the browser's time zone where the select has another.
    all('[data-zone]').forEach((offer) => {
        const list = document.getElementById(offer.dataset.zone);
        const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
        if (!zone || list.value === zone) return;
        offer.querySelector('b').textContent = zone;
        show(offer);
        offer.querySelector('button').addEventListener('click', () => {
            if (!all('option', list).some((option) => option.value === zone))
                list.add(new Option(zone), 0);
            list.value = zone;
            list.dispatchEvent(new Event('input', { bubbles: true }));
            offer.hidden = true;
            list.focus();
        });
    });

    // <form data-guard>: asks before leaving what was typed and not saved; data-dirty: the page came
    // back with something typed in it.
    const dirty = new Set();
    all('form[data-guard]').forEach((form) => {
        if (form.querySelector('.error-summary') || 'dirty' in form.dataset) dirty.add(form);
        form.addEventListener('input', (event) => { // but for what no save would keep
            if (!event.target.closest('[data-not-saved]')) dirty.add(form);
        });
        form.addEventListener('submit', () => dirty.delete(form));
    });
    addEventListener('beforeunload', (event) => { if (dirty.size) event.preventDefault(); });

    // <form data-confirm="Question?">: asks first. A post goes out once, however often it is clicked.
    all('form').forEach((form) => form.addEventListener('submit', (event) => {
        const question = event.submitter?.dataset.confirm || form.dataset.confirm;
        if (form.dataset.sent || (question && !confirm(question))) {
            event.preventDefault();
            return;
        }
        if (form.method === 'post') {
            form.dataset.sent = '1';
            setTimeout(() => { delete form.dataset.sent; }, 4000);
        }
    }));
    addEventListener('pageshow', () => all('form[data-sent]').forEach((form) => { delete form.dataset.sent; }));

    // <main data-resend="SECONDS">: nothing was done, since other requests of the form's author are being
    // worked on. It is sent again, once, if all of it came back (no file, no password, one button to press)
    // and nobody touches it meanwhile.
    const waiting = document.querySelector('main[data-resend]');
    if (!waiting) sessionStorage.removeItem('resent');
    all('.error-summary', waiting ?? undefined).slice(0, waiting ? 1 : 0).forEach((summary) => {
        const form = summary.closest('form');
        const fields = form ? [...form.elements] : [];
        const buttons = fields.filter((field) => field.type === 'submit');
        if (sessionStorage.getItem('resent') || buttons.length !== 1 || !form.checkValidity() ||
            fields.some((field) => field.type === 'file' || field.type === 'password') ||
            form.dataset.confirm || buttons[0].dataset.confirm) return;
        const words = document.createElement('p');
        words.textContent = 'It is sent again by itself in a few seconds.';
        summary.querySelector('div').append(words);
        const timer = setTimeout(() => {
            sessionStorage.setItem('resent', '1');
            form.requestSubmit(buttons[0]);
        }, waiting.dataset.resend * 1000);
        for (const moment of ['input', 'submit'])
            form.addEventListener(moment, () => {
                clearTimeout(timer);
                words.remove();
            });
    });

    // <form data-continue>: long work, a piece for each answer; goes on until a page without one comes.
    // The pages in between are replaced, so that Back leads to where the work began.
    // A piece that waits its turn (503) is asked for again.
    all('form[data-continue]').forEach((form) => {
        const go_on = async () => {
            const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
            if (answer.ok) location.replace(answer.url);
            else if (answer.status === 503 && answer.headers.has('Retry-After')) setTimeout(go_on, 2000);
        };
        go_on();
    });

    // <input type="hidden" data-live>: says that this file shows answers while they come. <div data-grows="URL">:
    // they are asked for as long as one is open; what a person opened or selects stays as it is.
    all('[data-live]').forEach((field) => { field.value = '1'; });
    all('[data-grows]').forEach((part) => {
        let shown = '';
        const is_selecting = () => !getSelection().isCollapsed && part.contains(getSelection().anchorNode);
        const put = (text) => {
            const opened = all('details', part).map((one) => one.open);
            part.innerHTML = shown = text;
            all('details', part).forEach((one, i) => { one.open = opened[i] ?? one.open; });
        };
        const look = async () => {
            const answer = document.hidden ? null : await fetch(part.dataset.grows).catch(() => null);
            if (answer && !answer.ok) return;
            const text = answer ? await answer.text() : shown;
            if (text !== shown && !is_selecting()) put(text);
            if (part.querySelector('[data-open]')) setTimeout(look, answer ? 400 : 2000);
        };
        if (part.querySelector('[data-open]')) setTimeout(look, 400);
    });

    // A list: <input type="checkbox" data-all hidden> ticks every row, [data-count] says how many are ticked.
    all('.bulk-form').forEach((form) => {
        const boxes = all('td.check input', form);
        const top = form.querySelector('[data-all]');
        const count = form.querySelector('[data-count]');
        const tell = () => {
            const ticked = boxes.filter((box) => box.checked).length;
            if (count) count.textContent = `${ticked} selected`;
            if (top) {
                top.checked = ticked > 0 && ticked === boxes.length;
                top.indeterminate = ticked > 0 && ticked < boxes.length;
            }
        };
        if (top && boxes.length) {
            show(top);
            top.addEventListener('change', () => {
                boxes.forEach((box) => { box.checked = top.checked; });
                tell();
            });
        }
        form.addEventListener('change', tell);
        addEventListener('pageshow', tell);
    });

    // <textarea data-mention="/users?q=">: behind "@" and a beginning, the people whom it may mean. Down
    // leads to them, Escape puts them away.
    all('[data-mention]').forEach((text) => {
        const list = document.createElement('div');
        list.className = 'mentions';
        list.setAttribute('role', 'group');
        list.setAttribute('aria-label', 'People to mention');
        list.setAttribute('aria-live', 'polite');
        text.after(list);
        const before = () => text.value.slice(0, text.selectionStart);
        const typed = () => /(?<![\p{L}\p{N}_])@(\p{L}[^\n@]{0,60})$/u.exec(before())?.[1] ?? '';
        const put_away = () => list.replaceChildren();
        let asked = '';
        const offer = (name) => {
            const button = document.createElement('button');
            button.type = 'button';
            button.dir = 'auto';
            button.textContent = name;
            button.addEventListener('click', () => {
                const end = text.selectionStart;
                text.setRangeText(`@${name} `, end - typed().length - 1, end, 'end');
                put_away();
                text.focus();
            });
            return button;
        };
        const is_meant = (name, start) => ` ${name.toLowerCase()}`.includes(` ${start.toLowerCase()}`);
        const find = async () => {
            const start = asked = typed();
            if (!start) return put_away();
            const answer = await fetch(text.dataset.mention + encodeURIComponent(start));
            const found = new DOMParser().parseFromString(answer.ok ? await answer.text() : '', 'text/html');
            if (asked !== start) return;
            const names = all('main td.primary a[href^="/users/"]', found).map((link) => link.textContent.trim());
            list.replaceChildren(...names.filter((name) => is_meant(name, start) && name !== start).slice(0, 5).map(offer));
        };
        let wait;
        text.addEventListener('input', () => {
            clearTimeout(wait);
            wait = setTimeout(find, typed() ? 200 : 0);
        });
        text.parentElement.addEventListener('keydown', (event) => {
            const stops = [text, ...list.children];
            const at = stops.indexOf(document.activeElement);
            if (event.key === 'Escape' && stops.length > 1) put_away();
            else if (event.key === 'ArrowDown' && stops[at + 1]) stops[at + 1].focus();
            else if (event.key === 'ArrowUp' && at > 0) stops[at - 1].focus();
            else return;
            event.preventDefault();
            if (event.key === 'Escape') text.focus();
        });
    });

    // The message after a change is announced (what is there from the start is not), can be dismissed in
    // place, and goes by itself once there was time to read it: not while the pointer or the focus is on
    // it or the page is hidden, and never if it is a warning or an error.
    all('.flash').forEach((flash) => {
        const words = flash.querySelector('div');
        const dismiss = flash.querySelector('[data-dismiss]');
        const is_held = () => document.hidden || flash.matches(':hover, :focus-within');
        let timer = 0;
        const wait = () => {
            clearTimeout(timer);
            if (!flash.matches('.frame .success') || is_held()) return;
            timer = setTimeout(() => flash.remove(), flash.querySelector('.step') ? 30000 : 10000);
        };
        setTimeout(() => { if (!flash.matches(':focus-within')) flash.insertBefore(words, dismiss); }, 100);
        dismiss.addEventListener('click', (event) => {
            event.preventDefault();
            flash.remove();
        });
        for (const moment of ['pointerenter', 'pointerleave', 'focusin']) flash.addEventListener(moment, wait);
        flash.addEventListener('focusout', () => setTimeout(wait));
        document.addEventListener('visibilitychange', wait);
        wait();
    });

    // What unfolds over the page closes with Escape, and the small ones with a click elsewhere.
    addEventListener('keydown', (event) => {
        const open = document.querySelector('.pop[open], .menu[open], .more[open]');
        if (event.key !== 'Escape' || !open) return;
        open.removeAttribute('open');
        open.querySelector('summary').focus();
    });
    addEventListener('click', (event) => all('.pop[open]').forEach((pop) => {
        if (!pop.contains(event.target)) pop.removeAttribute('open');
    }));

    // A name that its row cuts off says itself whole.
    document.addEventListener('mouseover', (event) => {
        const name = event.target.closest('.records .title > a:first-child');
        if (name && name.scrollWidth > name.clientWidth) name.title = name.textContent;
    });

    // How strong a new password is so far, while it is typed: a hint that stops nothing. What counts is
    // what the server finds when it is sent.
    const words_of = (text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2);
    const judge = (typed, least, own) => {
        const count = [...typed].length;
        if (count < least) return `${count} of at least ${least} characters.`;
        let rest = typed.toLowerCase();
        for (const word of own) rest = rest.replaceAll(word, '');
        if (rest.length < least / 2 && rest.length < typed.length)
            return 'Easy to guess: your name, address and organization do not count.';
        rest = rest.replace(/(.+?)\1+/gu, '$1');
        if (rest.length < least / 2) return 'Easy to guess: it repeats itself.';
        const codes = [...rest].map((one) => one.codePointAt(0));
        const steps = codes.filter((code, at) => at > 0 && Math.abs(code - codes[at - 1]) === 1).length;
        if (steps > codes.length / 2) return 'Easy to guess: it is a sequence.';
        return new Set(codes).size < 10 || rest.length < least ? 'Could be stronger: add another word.' : 'Strong.';
    };
    all('input[autocomplete="new-password"]').forEach((input) => {
        const line = document.createElement('p');
        line.className = 'hint';
        line.setAttribute('role', 'status');
        line.dataset.strength = '';
        input.parentElement.append(line);
        const least = Number(input.getAttribute('minlength')) || 15;
        input.addEventListener('input', () => {
            const own = all('input[type="email"], input[name="full_name"], input[name="organization_name"]', input.form)
                .flatMap(({ value }) => words_of(value)).concat('rostrum');
            line.textContent = input.value ? judge(input.value.normalize('NFC'), least, own) : '';
        });
    });
})();
