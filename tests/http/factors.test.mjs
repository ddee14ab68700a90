// Second factors over HTTP: codes at the same time, replayed ones, and what is between two steps.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { Browser } from './client.mjs';
import { addPerson, expectStatus, password } from './people.mjs';
import { shared } from './shared.mjs';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code of an authenticator app (RFC 6238), so many steps of 30 seconds from now. */
function codeOf(secret, steps = 0) {
    const bits = [...secret.replaceAll(' ', '')]
        .map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0'))
        .join('');
    const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps));
    const hash = createHmac('sha1', key).update(counter).digest();
    const at = hash[19] & 15;
    return String((hash.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

/** Someone with an app: {email, secret, codes}. */
async function enrolled(name) {
    const { server, admin } = await shared();
    const email = `${name}@factors.example`;
    const person = await addPerson(admin, {
        full_name: `${name} Factors`,
        email,
        user_persona: 'Enterprise Team',
    });
    const page = expectStatus(await person.get('/account/second-factor'), 200);
    const secret = page.text.match(/id="secret" readonly value="([A-Z2-7 ]+)"/)[1];
    const done = expectStatus(
        await person.submit(page, 'Confirm', { code: codeOf(secret) }),
        200,
    );
    const codes = [...done.text.matchAll(/<li>([0-9A-Z-]{27})<\/li>/g)].map(([, code]) => code);
    assert.equal(new Set(codes).size, 10);
    return { server, email, secret, codes };
}

/** A browser in which the right password was given. */
async function halfway(server, email) {
    const browser = new Browser(server);
    const answer = await browser.fill('/login', 'Sign in', { email, password });
    assert.deepEqual([answer.status, answer.location], [303, '/login/code?next=%2F']);
    return browser;
}

test('factors: of four who send one code at once, one comes in', async () => {
    const { server, email, codes } = await enrolled('parallel');
    const browsers = [];
    for (let i = 0; i < 4; i += 1) browsers.push(await halfway(server, email));
    const pages = await Promise.all(browsers.map((browser) => browser.get('/login/code')));
    const answers = await Promise.all(
        browsers.map((browser, i) =>
            browser.submit(pages[i], 'Sign in', { recovery_code: codes[0] }),
        ),
    );
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [303, 422, 422, 422]);
    assert.equal(browsers.filter((browser) => browser.cookies.has('session')).length, 1);
});

test('factors: what is between two steps opens nothing, and ends with them', async () => {
    const { server, email, secret } = await enrolled('between');
    const browser = await halfway(server, email);
    const step = browser.cookies.get('presession');
    assert.equal(browser.cookies.has('session'), false);
    assert.equal((await browser.get('/account')).status, 303);
    const thief = new Browser(server);
    thief.cookies.set('session', step);
    assert.equal((await thief.get('/account')).status, 303);
    const code = codeOf(secret, 1);
    const done = await browser.fill('/login/code', 'Sign in', { code });
    assert.deepEqual([done.status, done.location], [303, '/']);
    assert.equal((await browser.get('/account')).status, 200);
    thief.cookies.set('presession', step);
    assert.equal((await thief.get('/login/code')).location, '/login?next=%2F');
    const again = await halfway(server, email);
    assert.equal((await again.fill('/login/code', 'Sign in', { code })).status, 422);
});
