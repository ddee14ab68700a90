// Whatever is good once, sent again, at the same time from several browsers, changed by a character,
// and in a place where it does not belong. What stands elsewhere (S sent again, P in parallel, C
// changed, O of another browser, person or organization):
//
//     invitation, reset     here (S P C); tests/unit/account/one_time_link.c (P C O)
//     address links         here (P); mail.test.mjs (S); tests/unit/account/address_change.c (P of two people)
//     code of an app        here (P); factors.test.mjs (S); tests/unit/sign_in/second_factor.c (S P)
//     recovery code         factors.test.mjs (P); tests/unit/sign_in/second_factor.c (S)
//     passkey challenge     tests/pages/sign_in/passkey.c (S O); tests/unit/sign_in/passkey.c (P); tests/unit/crypt/passkey.c (C O)
//     session cookie        here (in addresses); forged.test.mjs (C); tests/pages/sign_in/hostile.c (S, fixation)
//     device cookie         here (C O); tests/unit/session/throttle.c (C)
//     cookie before sign-in here (C); factors.test.mjs (S); tests/pages/sign_in/hostile.c (S O)
//     token of a form       here (S); forged.test.mjs (C O); tests/pages/sign_in/hostile.c (sign-in from elsewhere)
//     API token             tests/pages/shell/state_walk.c (every end); tests/unit/token/api_token.c (C O); api.test.mjs (in addresses)
//     Idempotency-Key       api.test.mjs (P); tests/unit/api/write.c (S O)
//     what tells who exists tests/pages/sign_in/throttle.c, tests/pages/account/account.c, tests/unit/account/reset_request.c
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser } from './client.mjs';
import { sqlNumber } from './engine.mjs';
import { codeOf, enrolled, halfway } from './factors.mjs';
import { addPerson, expectStatus, invite, password, signIn } from './people.mjs';
import { shared } from './shared.mjs';

const flip = (text, at) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);

/** Links that choose a password: each of a person who has not used one. */
const links = [
    {
        name: 'an invitation',
        button: 'Accept invitation',
        make: (admin, email) =>
            invite(admin, { full_name: 'Ina Vite', email, user_persona: 'Individual Developer' }),
    },
    {
        name: 'a reset',
        button: 'Save password',
        async make(admin, email) {
            await addPerson(admin, {
                full_name: 'Rea Set',
                email,
                user_persona: 'Individual Developer',
            });
            const list = await admin.get('/users?q=Rea');
            const [, path] = list.text.match(/href="(\/users\/[0-9a-f-]{36})"/);
            const made = await admin.fill(path, 'Password reset link', {});
            const page = made.status === 303 ? await admin.follow(made) : made;
            return page.text.match(/\/reset\/[A-Za-z0-9_.-]{20,}/)[0];
        },
    },
];

test('replays: of four who use one link at once, one chooses the password, and nobody after', async () => {
    const { server, admin } = await shared();
    for (const [n, { name, button, make }] of links.entries()) {
        const email = `replay${n}@harbor.example`;
        const link = await make(admin, email);
        const browsers = Array.from({ length: 4 }, () => new Browser(server));
        const secrets = browsers.map((_, i) => `${password} number ${i}`);
        const pages = await Promise.all(browsers.map((browser) => browser.get(link)));
        const answers = await Promise.all(
            browsers.map((browser, i) =>
                browser.submit(pages[i], button, { password: secrets[i] }),
            ),
        );
        const winners = answers.flatMap((answer, i) => (answer.status === 303 ? [i] : []));
        assert.equal(winners.length, 1, `${name}: ${answers.map((answer) => answer.status)}`);
        for (const answer of answers) expectStatus(answer, 303, 404, 409, 422);
        assert.equal(browsers.filter((one) => one.cookies.has('session')).length, 1, name);
        for (const [i, secret] of secrets.entries()) {
            const tried = await new Browser(server).fill('/login', 'Sign in', {
                email,
                password: secret,
            });
            assert.equal(tried.status === 303, i === winners[0], `${name}: ${i}`);
        }
        expectStatus(await new Browser(server).get(link), 404);
        expectStatus(await new Browser(server).post(link, { csrf: pages[0].csrf, password }), 403, 404);
    }
});

test('replays: a link that was used and links that never were get the same bytes', async () => {
    const { server, admin } = await shared();
    const link = await links[0].make(admin, 'bytes@harbor.example');
    const used = new Browser(server);
    expectStatus(await used.fill(link, links[0].button, { password }), 303);
    const start = link.lastIndexOf('/') + 1;
    const bytes = async (path) => {
        const answer = await new Browser(server).get(path);
        assert.equal(answer.status, 404, path);
        return answer.text
            .replaceAll(/name="csrf" value="[^"]*"/g, '')
            .replaceAll(path.slice(start), '');
    };
    const known = await bytes(link);
    for (const at of [start, start + 20, start + 40, link.length - 2])
        assert.equal(await bytes(flip(link, at)), known, `changed at ${at}`);
});

test('replays: of four who send one code of an app at once, one comes in', async () => {
    const { server, email, secret } = await enrolled('at-once');
    const browsers = [];
    for (let i = 0; i < 4; i += 1) browsers.push(await halfway(server, email));
    const pages = await Promise.all(browsers.map((browser) => browser.get('/login/code')));
    const code = codeOf(secret, 1);
    const answers = await Promise.all(
        browsers.map((browser, i) => browser.submit(pages[i], 'Sign in', { code })),
    );
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [303, 422, 422, 422]);
    assert.equal(browsers.filter((browser) => browser.cookies.has('session')).length, 1);
});

test('replays: a cookie of between two steps that was changed is between none', async () => {
    const { server, email, secret } = await enrolled('changed-step');
    const browser = await halfway(server, email);
    const step = browser.cookies.get('presession');
    for (let at = 0; at < step.length; at += 6) {
        const thief = new Browser(server);
        thief.cookies.set('presession', flip(step, at));
        const page = await thief.get('/login/code');
        assert.equal(page.status, 303, `changed at ${at}`);
        assert.match(page.location, /^\/login\?/, `changed at ${at}`);
    }
    expectStatus(await browser.fill('/login/code', 'Sign in', { code: codeOf(secret, 1) }), 303);
});

test('replays: a device cookie that was changed, or is of somebody else, is no device of theirs', async () => {
    const { server, admin } = await shared();
    const email = 'device@harbor.example';
    const person = { full_name: 'Dee Vice', email, user_persona: 'Enterprise Team' };
    await addPerson(admin, person);
    const known = await signIn(server, email);
    const other = await signIn(server, 'dev@harbor.example');
    const device = known.cookies.get('device');
    assert.ok(device, [...known.cookies.keys()].join());
    const wait = async (value) => {
        const browser = new Browser(server);
        if (value) browser.cookies.set('device', value);
        return browser.fill('/login', 'Sign in', { email, password: `${password} not` });
    };
    for (let i = 0; i < 6; i += 1) expectStatus(await wait(null), 422, 429);
    expectStatus(await wait(null), 429); // strangers wait
    for (const value of [flip(device, 3), flip(device, device.length - 3), `${device}A`, other.cookies.get('device')])
        expectStatus(await wait(value), 429);
    expectStatus(await wait(device), 422); // who is known does not
});

test("replays: a form's token ends with its session, and one in an address is none", async () => {
    const { server } = await shared();
    const browser = await signIn(server, 'dev@harbor.example');
    const before = await browser.get('/account');
    const session = browser.cookies.get('session');
    expectStatus(await browser.submit(before, 'Sign out'), 303);
    browser.cookies.set('session', session); // a copy of it
    assert.match((await browser.get('/account')).location, /^\/login/);
    const again = await signIn(server, 'dev@harbor.example');
    const name = { csrf: before.csrf, body: 'x', name: 'replays/form' };
    expectStatus(await again.post('/prompts/new', name), 403);
    assert.equal(sqlNumber(server, "SELECT count(*) FROM prompts WHERE name = 'replays/form'"), 0);
    const now = again.cookies.get('session');
    for (const query of [`session=${now}`, `__Host-session=${now}`, `token=${now}`]) {
        const answer = await new Browser(server).get(`/account?${query}`);
        expectStatus(answer, 303, 400);
        if (answer.status === 303) assert.match(answer.location, /^\/login/);
    }
    const csrf = (await again.get('/account')).csrf;
    const form = { body: 'x', name: 'replays/form', type: 'text', tags: '', description: '', message: '' };
    expectStatus(await again.post(`/prompts/new?csrf=${encodeURIComponent(csrf)}`, form), 403, 400);
    assert.equal(sqlNumber(server, "SELECT count(*) FROM prompts WHERE name = 'replays/form'"), 0);
});
