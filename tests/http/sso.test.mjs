// Single sign-on, end to end, against a real provider on loopback, and against one that lies.
import assert from 'node:assert/strict';
import { createHmac, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { after, test } from 'node:test';
import { Browser } from './client.mjs';
import { addPerson, expectStatus, invite, password, setUp } from './people.mjs';
import { runCommand } from './programs.mjs';
import { freePort, startServer } from './server.mjs';
import { client, passProvider, startProvider } from './sso_provider.mjs';
import { waitFor } from './wait.mjs';

let starting = null;

async function start() {
    const port = await freePort();
    const provider = await startProvider(`http://127.0.0.1:${port}/login/sso/callback`);
    const liar = await startLiar(await freePort());
    const hosts = [liar.port, ...(provider ? [provider.port] : [])].map((one) => `127.0.0.1:${one}`);
    const server = await startServer({ port, env: { ROSTRUM_SSO_HOSTS: hosts.join(' '), ROSTRUM_PROXIES: '127.0.0.1' } });
    const root = await setUp(server);
    const admin = await addPerson(root, {
        full_name: 'Una Field',
        email: 'una@harbor.example',
        user_persona: 'Customer Admin',
    });
    provider?.people.set('una', { email: 'una@harbor.example', email_verified: true });
    return { server, provider, liar, root, admin };
}

after(async () => {
    const made = await starting?.catch(() => null);
    await made?.server.stop();
    await made?.provider?.stop();
    made?.liar.stop();
});

/** {server, provider, liar, root, admin}; provider is null without npm's packages. */
function world() {
    starting ??= start();
    return starting;
}

async function saveProvider(browser, issuer, changes = {}) {
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
    const { server, provider, admin } = await world();
    if (provider === null) return t.skip('no oidc-provider: npm ci in tests/browser');
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

/* ---- a provider that lies -------------------------------------------------------------------- */

const refused = 'The sign-in provider did not confirm who you are.';

/** A provider of our own, which signs in whoever asks and says what it is told to:
 * {issuer, port, say, stop()}. say: what to change about {claims, header, key, answer}. */
async function startLiar(port) {
    const issuer = `http://127.0.0.1:${port}`;
    const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = { ...own.publicKey.export({ format: 'jwk' }), kid: 'a', use: 'sig', alg: 'RS256' };
    const nonces = new Map();
    const liar = { issuer, port, own, other, say: {}, asked: [] };
    const json = (response, value) => {
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify(value));
    };
    const sign = (header, claims) => {
        const text = [header, claims].map((one) => Buffer.from(JSON.stringify(one)).toString('base64url')).join('.');
        if (header.alg === 'none') return `${text}.`;
        if (header.alg === 'HS256') {
            const secret = own.publicKey.export({ format: 'pem', type: 'spki' });
            return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
        }
        const { privateKey } = liar.say.isOtherKey ? other : own;
        return `${text}.${createSign('sha256').update(text).sign(privateKey, 'base64url')}`;
    };
    const server = http.createServer((request, response) => {
        const url = new URL(request.url, issuer);
        liar.asked.push(url.pathname);
        if (url.pathname === '/.well-known/openid-configuration')
            return json(response, {
                issuer,
                authorization_endpoint: `${issuer}/auth`,
                token_endpoint: `${issuer}/token`,
                jwks_uri: `${issuer}/jwks`,
                ...liar.say.document,
            });
        if (url.pathname === '/jwks') return json(response, { keys: [jwk] });
        if (url.pathname !== '/token') return response.writeHead(404).end();
        if (liar.say.answer) return liar.say.answer(response);
        let form = '';
        request.on('data', (piece) => (form += piece));
        request.on('end', () => {
            const code = new URLSearchParams(form).get('code');
            const now = Math.floor(Date.now() / 1000);
            const claims = {
                iss: issuer,
                sub: 'una',
                aud: client.client_id,
                iat: now,
                exp: now + 300,
                nonce: nonces.get(code),
                email: 'una@harbor.example',
                email_verified: true,
                ...liar.say.claims,
            };
            json(response, {
                access_token: 'x',
                token_type: 'Bearer',
                id_token: sign({ alg: 'RS256', kid: 'a', ...liar.say.header }, claims),
            });
        });
    });
    /** Where a browser comes back to that was sent to an address. */
    liar.back = (location) => {
        const asked = new URL(location).searchParams;
        const code = randomBytes(8).toString('hex');
        nonces.set(code, asked.get('nonce'));
        return `${new URL(asked.get('redirect_uri')).pathname}?code=${code}&state=${asked.get('state')}`;
    };
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    liar.stop = () => {
        server.closeAllConnections();
        server.close();
    };
    return liar;
}

let clients = 0;

/** Once: what was turned away does not come again by itself. And from an address of its own, because
 * whoever is refused is counted. */
function goOn(browser, page) {
    const headers = { 'X-Forwarded-For': `203.0.113.${++clients}` };
    return browser.submit(page, 'Continue', {}, { isPatient: false, headers });
}

async function comeBackFrom(server, liar, browser = new Browser(server)) {
    const left = expectStatus(await browser.get('/login/sso/harbor-works'), 303);
    const page = expectStatus(await browser.get(liar.back(left.location)), 200);
    return { browser, page };
}

test('sso: no lie of a provider lets anyone in', async () => {
    const { server, admin, liar } = await world();
    expectStatus(await saveProvider(admin, liar.issuer), 303);
    const now = Math.floor(Date.now() / 1000);
    const lies = [
        [{ claims: { nonce: 'another' } }, 422, refused],
        [{ claims: { nonce: undefined } }, 422, refused],
        [{ claims: { aud: 'another' } }, 422, refused],
        [{ claims: { aud: [client.client_id, 'another'] } }, 422, refused],
        [{ claims: { iss: 'http://127.0.0.1:1' } }, 422, refused],
        [{ claims: { exp: now - 600 } }, 422, refused],
        [{ claims: { iat: now + 600 } }, 422, refused],
        [{ header: { alg: 'none' } }, 422, refused],
        [{ header: { alg: 'HS256' } }, 422, refused],
        [{ isOtherKey: true }, 422, refused],
        // the keys were fetched just now, and are not fetched again within a minute
        [{ header: { kid: 'z' }, isOtherKey: true }, 503, 'reached just now'],
        [{ claims: { email_verified: false } }, 403, 'does not confirm that your email address'],
        [{ claims: { email: 'nobody@harbor.example' } }, 403, 'You have no account in Harbor Works'],
        [{ claims: { email: 'ada@harbor.example' } }, 403, 'rights beyond Harbor Works'],
    ];
    for (const [say, status, words] of lies) {
        liar.say = say;
        const { browser, page } = await comeBackFrom(server, liar);
        const done = await goOn(browser, page);
        assert.equal(done.status, status, `${JSON.stringify(say)}: ${done.words}`);
        assert.ok(done.words.includes(words), `${JSON.stringify(say)}: ${done.words}`);
        assert.equal(browser.cookies.has('session'), false);
    }
    liar.say = {};
    const { browser, page } = await comeBackFrom(server, liar);
    expectStatus(await browser.submit(page, 'Continue'), 303);
    // what came back once does not come back again
    const again = await browser.submit(page, 'Continue');
    assert.notEqual(again.status, 303, again.words);
});

test('sso: a way back belongs to the browser that left, and is gone once', async () => {
    const { server, liar } = await world();
    liar.say = {};
    const mine = await comeBackFrom(server, liar);
    const victim = await comeBackFrom(server, liar);
    const mixed = await victim.browser.submit(victim.page, 'Continue', {
        state: mine.page.value('Continue', 'state'),
        code: mine.page.value('Continue', 'code'),
    });
    assert.equal(mixed.status, 422);
    assert.ok(mixed.words.includes('began in another browser'), mixed.words);
    const cookie = mine.browser.cookies.get('sso');
    expectStatus(await mine.browser.submit(mine.page, 'Continue'), 303);
    const replayed = await comeBackFrom(server, liar);
    replayed.browser.cookies.set('sso', cookie);
    const done = await replayed.browser.submit(replayed.page, 'Continue', {
        state: mine.page.value('Continue', 'state'),
        code: mine.page.value('Continue', 'code'),
    });
    assert.equal(done.status, 422, done.words);
    assert.equal(replayed.browser.cookies.has('session'), false);
});

test('sso: huge and moved answers are left, and addresses inside are not asked', async () => {
    const { server, admin, liar } = await world();
    liar.say = { answer: (response) => response.end(Buffer.alloc(3 << 20, 32)) };
    const huge = await comeBackFrom(server, liar);
    assert.equal((await goOn(huge.browser, huge.page)).status, 503);
    const inside = [];
    const other = http.createServer((request, response) => {
        inside.push(request.url);
        response.end('{}');
    });
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = `http://127.0.0.1:${other.address().port}/`;
    try {
        liar.say = { answer: (response) => response.writeHead(302, { Location: address }).end() };
        const moved = await comeBackFrom(server, liar);
        assert.equal((await moved.browser.submit(moved.page, 'Continue')).status, 422);
        liar.say = { document: { jwks_uri: `https://127.0.0.1:${other.address().port}/jwks` } };
        const checked = expectStatus(await admin.fill('/settings/sso', 'Check connection', {}), 200);
        assert.ok(checked.words.includes('on a network that is not public'), checked.words);
        assert.deepEqual(inside, []);
    } finally {
        other.close();
        liar.say = {};
    }
});

test('sso: others do not wait for a provider that is slow', async () => {
    const { server, admin, liar } = await world();
    let [beside, asked] = [0, 0];
    // a machine that is slower than the seconds that a provider gets says nothing: it is asked again
    for (let tries = 0; tries < 5 && (beside === 0 || asked !== 2); tries++) {
        const open = [];
        liar.say = { answer: (response) => open.push(response) };
        const ways = [];
        for (let i = 0; i < 4; i++) ways.push(await comeBackFrom(server, liar));
        let left = ways.length;
        beside = 0;
        const slow = ways.map(({ browser, page }) => goOn(browser, page).finally(() => left--));
        await waitFor(() => open.length >= 2 && left <= 2); // the others heard at once
        while (left > 0) {
            expectStatus(await admin.get('/prompts'), 200);
            expectStatus(await admin.get('/search?q=harbor'), 200); // of the same pool
            expectStatus(await new Browser(server).get('/login'), 200);
            beside += left > 0 ? 1 : 0;
        }
        const answers = await Promise.all(slow);
        assert.deepEqual(answers.map((answer) => answer.status), [503, 503, 503, 503]);
        asked = open.length;
    }
    assert.equal(asked, 2, 'of four, two ask a provider');
    assert.ok(beside > 0, 'others waited for the provider');
    liar.say = {};
});

test('sso: only by SSO refuses passwords, and the operator has a way back', async () => {
    const { server, root, liar } = await world();
    const { browser, page } = await comeBackFrom(server, liar);
    expectStatus(await browser.submit(page, 'Continue'), 303);
    expectStatus(
        await browser.fill('/settings/sso', 'Save single sign-on', { is_only: '1', client_secret: '' }),
        303,
    );
    const refusedOne = await new Browser(server).fill('/login', 'Sign in', { email: 'una@harbor.example', password });
    assert.equal(refusedOne.status, 422);
    assert.ok(refusedOne.words.includes('Wrong email or password.'));
    expectStatus(
        await new Browser(server).fill('/login', 'Sign in', { email: 'ada@harbor.example', password }),
        303,
    );
    const link = await invite(root, { full_name: 'Ned Vale', email: 'ned@harbor.example', user_persona: 'Product Manager' });
    const invited = expectStatus(await new Browser(server).get(link), 200);
    assert.ok(invited.text.includes('/login/sso?organization=harbor-works'));
    liar.say = { claims: { sub: 'ned', email: 'ned@harbor.example' } };
    const ned = await comeBackFrom(server, liar);
    expectStatus(await ned.browser.submit(ned.page, 'Continue'), 303);
    assert.equal((await new Browser(server).get(link)).status, 404);
    liar.say = {};
    runCommand(server, 'organization', 'sso-off', 'harbor-works');
    expectStatus(
        await new Browser(server).fill('/login', 'Sign in', { email: 'una@harbor.example', password }),
        303,
    );
    assert.equal((await new Browser(server).get('/login/sso/harbor-works')).status, 404);
});
