// Second factors over HTTP: codes at the same time, replayed ones, and what is between two steps.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser } from './client.mjs';
import { codeOf, enrolled, halfway } from './factors.mjs';

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
