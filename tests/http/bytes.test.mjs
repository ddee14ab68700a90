// Bodies byte for byte through a form and back, up to the last byte of the limit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blob, sqlNumber } from './engine.mjs';
import {
    admin as adminPerson,
    createPrompt,
    expectStatus,
    idOf,
    password,
    signIn,
} from './people.mjs';
import { shared } from './shared.mjs';

const MIB = 1 << 20;

const bodies = {
    'leading spaces': '   three spaces',
    'trailing spaces': 'three spaces   ',
    'a leading line break': '\nsecond line',
    'three leading line breaks': '\n\n\nfourth line',
    'trailing line breaks': 'text\n\n\n',
    'only white space': ' \n\t\n ',
    tabs: '\tone\t\ttwo\t',
    'line and paragraph separators': 'a\u2028b\u2029c\u0085d',
    'emoji and joiners':
        '\u{1f468}\u200d\u{1f469}\u200d\u{1f467} \u{1f1e9}\u{1f1ea} e\u0301 \u00e9',
    'the last code points': '\uffff\ufffd\u{10ffff}\ufeff',
    markup: '<b>&amp;</b> &lt; "q" \'s\' </textarea><script>alert(1)</script>',
    'template marks': '{{name}} {{ name }} {{{x}}} {{%AUTOESCAPE}} {{!c}} {{#A}}{{/A}} }} {{',
    'right to left': '\u202eabc\u202c \u05d0\u05d1',
    'percent and plus': '100% + 5 %20 a+b & c=d ; #',
    'backslashes and quotes': '\\n \\u0000 \\\\ `$(x)` ${y} $1',
};

async function bodyOf(browser, prompt) {
    return (await browser.get(`${prompt}/edit`)).value('Save prompt', 'body');
}

test('bytes: every body comes back as it was typed, and is saved so again', async () => {
    const { admin } = await shared();
    for (const [what, body] of Object.entries(bodies)) {
        const prompt = await createPrompt(admin, { name: `bytes/${what}`, body });
        assert.equal(await bodyOf(admin, prompt), body, what);
        // Saving what the form holds, with a message, makes a version with the same bytes.
        const again = await admin.fill(`${prompt}/edit`, 'Save prompt', { message: 'again' });
        expectStatus(again, 303);
        assert.equal(await bodyOf(admin, prompt), body, `${what}, saved again`);
        const page = await admin.get(`${prompt}/versions/2`);
        expectStatus(page, 200);
        assert.doesNotMatch(page.text, /<script>alert/);
        const diff = await admin.get(`${prompt}/diff?from=1&to=2`);
        expectStatus(diff, 200);
        assert.match(diff.words, /no difference|identical|same|nothing/i, what);
    }
});

test('bytes: line breaks of a form, CRLF, CR or LF, are stored as LF', async () => {
    const { admin } = await shared();
    const page = await admin.get('/prompts/new');
    const sent = 'a\r\nb\rc\nd\r\n\r\n';
    const done = await admin.submit(
        page,
        'Create prompt',
        { name: 'bytes/crlf', body: sent },
        { isRaw: true },
    );
    expectStatus(done, 303);
    const prompt = done.location.match(/^\/prompts\/[0-9a-f-]{36}/)[0];
    assert.equal(await bodyOf(admin, prompt), 'a\nb\nc\nd\n\n');
});

/** size bytes of lines, with the characters that a form carries threefold. */
function textOf(size) {
    const line = 'Grüße \u{1f600} & <tags> = 100% {{name}}\n';
    const lineSize = Buffer.byteLength(line);
    const count = Math.floor(size / lineSize);
    return line.repeat(count) + 'x'.repeat(size - count * lineSize);
}

test('bytes: exactly 1 MiB is kept; a byte more is refused with everything typed', async () => {
    const { server, admin } = await shared();
    const full = textOf(MIB);
    assert.equal(Buffer.byteLength(full), MIB);
    const prompt = await createPrompt(admin, { name: 'bytes/full', body: full });
    assert.ok((await bodyOf(admin, prompt)) === full, '1 MiB comes back');
    expectStatus(await admin.get(prompt), 200);
    const refused = await admin.fill(`${prompt}/edit`, 'Save prompt', {
        body: `${full}y`,
        message: 'one too many',
    });
    expectStatus(refused, 422);
    assert.ok(refused.value('Save prompt', 'body') === `${full}y`, 'what was typed is kept');
    assert.equal(refused.value('Save prompt', 'message'), 'one too many');
    assert.equal(
        sqlNumber(
            server,
            `SELECT count(*) FROM prompt_versions WHERE record_id = ${blob(idOf(prompt))}`,
        ),
        1,
    );
    // Line breaks count once, though they travel as CRLF.
    const breaks = '\n'.repeat(MIB / 2) + 'z'.repeat(MIB / 2);
    expectStatus(await admin.submit(refused, 'Save prompt', { body: breaks }), 303);
    assert.ok((await bodyOf(admin, prompt)) === breaks, 'half a million line breaks come back');
});

/** 1 MiB each of what is hard: to escape, to carry in a form, to compare, to mark. */
const heavy = {
    'all escaped': '&'.repeat(MIB),
    'four bytes each': '\u{1f600}'.repeat(MIB / 4),
    'half a million words': 'a '.repeat(MIB / 2),
    'half a million other words': 'b '.repeat(MIB / 2),
    'empty lines': '\n'.repeat(MIB / 2),
    'many variables': Array.from({ length: 80_000 }, (_, i) => `{{v${i}}}`)
        .join(' ')
        .slice(0, MIB - 10),
    'open braces': '{{'.repeat(MIB / 2),
};

test('bytes: 1 MiB of the hardest kind is shown, compared and tried', async () => {
    const { admin } = await shared();
    const prompt = await createPrompt(admin, { name: 'bytes/heavy', body: 'light' });
    let version = 1;
    for (const [what, body] of Object.entries(heavy)) {
        const done = await admin.fill(`${prompt}/edit`, 'Save prompt', { body });
        assert.equal(done.status, 303, what);
        version++;
        for (const page of ['', `/diff?from=${version - 1}&to=${version}`, '/preview'])
            assert.equal((await admin.get(prompt + page)).status, 200, `${what}: ${page}`);
    }
});

test('bytes: 1 MiB comes back from a save that is stale, forged or too late', async () => {
    const { server } = await shared();
    const browser = await signIn(server, adminPerson.email);
    const prompt = await createPrompt(browser, { name: 'bytes/refused', body: 'light' });
    const page = await browser.get(`${prompt}/edit`);
    expectStatus(
        await browser.submit(page, 'Save prompt', { body: heavy['half a million words'] }),
        303,
    );
    const send = (what, more) =>
        browser.submit(page, 'Save prompt', { body: heavy[what], ...more });
    const isKept = (answer, what) => answer.value('Save prompt', 'body') === heavy[what];
    const stale = await send('half a million other words');
    assert.equal(stale.status, 409);
    assert.ok(isKept(stale, 'half a million other words'), 'stale');
    const forged = await send('all escaped', { csrf: 'x' });
    assert.equal(forged.status, 403);
    assert.ok(isKept(forged, 'all escaped'), 'forged');
    for (const what of ['four bytes each', 'empty lines']) {
        browser.cookies.delete('session');
        const asked = await send(what);
        assert.equal(asked.status, 403);
        const back = await browser.submit(asked, 'Sign in', { email: adminPerson.email, password });
        assert.equal(back.status, 200);
        assert.ok(isKept(back, what), `kept: ${what}`);
    }
});
