// Single sign-on, end to end, against a real provider on loopback.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Browser } from './client.mjs';
import { addPerson, expectStatus, invite, password, setUp } from './people.mjs';
import { freePort, startServer } from './server.mjs';
import { client, passProvider, startProvider } from './sso_provider.mjs';

let starting = null;

async function start() {
    const port = await freePort();
    const provider = await startProvider(`http://127.0.0.1:${port}/login/sso/callback`);
    if (provider === null) return null;
    const server = await startServer({ port, env: provider.env });
    const root = await setUp(server);
    const admin = await addPerson(root, {
        full_name: 'Una Field',
        email: 'una@harbor.example',
        user_persona: 'Customer Admin',
    });
    provider.people.set('una', { email: 'una@harbor.example', email_verified: true });
    return { server, provider, root, admin };
}

after(async () => {
    const made = await starting?.catch(() => null);
    await made?.server.stop();
    await made?.provider.stop();
});

/** {server, provider, root, admin}, or null without npm's packages. */
async function world(t) {
    starting ??= start();
    const made = await starting;
    if (made === null) t.skip('no oidc-provider: npm ci in tests/browser');
    return made;
}

export async function saveProvider(browser, issuer, changes = {}) {
    return browser.fill('/settings/sso', 'Save single sign-on', {
        issuer,
        client_id: client.client_id,
        client_secret: client.client_secret,
        ...changes,
    });
}

/** From the sign-in page to the provider and back: the page that the browser comes back to. */
async function comeBack(server, provider, login, browser = new Browser(server)) {
    const found = expectStatus(await browser.get('/login/sso?organization=Harbor-Works&next=%2Fprompts'), 200);
    const away = found.text.match(/href="(\/login\/sso\/harbor-works\?next=[^"]+)" data-go/)[1];
    const left = expectStatus(await browser.get(away.replaceAll('&amp;', '&')), 303);
    assert.ok(left.location.startsWith(`${provider.issuer}/auth?`), left.location);
    const back = await passProvider(left.location, login);
    assert.ok(back.startsWith(`${server.url}/login/sso/callback?`), back);
    return { browser, page: expectStatus(await browser.get(back.slice(server.url.length)), 200) };
}

async function signInBySso(server, provider, login, browser) {
    const back = await comeBack(server, provider, login, browser);
    return { ...back, done: await back.browser.submit(back.page, 'Continue') };
}

test('sso: an administrator sets a provider up, checks it, and signs in through it', async (t) => {
    const made = await world(t);
    if (!made) return;
    const { server, provider, admin } = made;
    expectStatus(await saveProvider(admin, provider.issuer), 303);
    const checked = expectStatus(await admin.fill('/settings/sso', 'Check connection', {}), 200);
    assert.equal(checked.text.match(/<strong>yes<\/strong>/g)?.length, 4, checked.words);
    assert.ok(!checked.text.includes(client.client_secret));
    const { browser, done } = await signInBySso(server, provider, 'una');
    assert.deepEqual([done.status, done.location], [303, '/prompts'], done.words);
    assert.ok((await browser.get('/account')).text.includes('una@harbor.example'));
    assert.equal(browser.cookies.has('sso'), false);
    // the second time the subject decides, whatever the address is
    provider.people.set('una', { email: 'other@harbor.example', email_verified: false });
    const again = await signInBySso(server, provider, 'una');
    assert.equal(again.done.status, 303, again.done.words);
    provider.people.set('una', { email: 'una@harbor.example', email_verified: true });
    const log = await admin.get('/audit');
    assert.ok(log.words.includes('Linked the account to the sign-in provider'), log.words);
});
