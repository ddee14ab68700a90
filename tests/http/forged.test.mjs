// Forms from elsewhere, cookies that were tampered with, links that lead away.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser } from './client.mjs';
import { sqlNumber } from './engine.mjs';
import { createEach, createPrompt, expectStatus } from './people.mjs';
import { contents, missing } from './routes.mjs';
import { shared } from './shared.mjs';

/** What a cross-site attacker, a stale page or a curious person would send. */
async function forgeries(server, csrf, otherCsrf) {
    const own = { Origin: server.url };
    return [
        ['no token', { csrf: null, headers: own }],
        ['an empty token', { csrf: '', headers: own }],
        [
            'a tampered token',
            { csrf: csrf.slice(0, -1) + (csrf.endsWith('A') ? 'B' : 'A'), headers: own },
        ],
        ["another session's token", { csrf: otherCsrf, headers: own }],
        ['no Origin', { csrf, headers: { Origin: null } }],
        ['a foreign Origin', { csrf, headers: { Origin: 'https://evil.example' } }],
        ['a longer Origin', { csrf, headers: { Origin: `${server.url}.evil.example` } }],
        ['the null Origin', { csrf, headers: { Origin: 'null' } }],
        ['cross-site', { csrf, headers: { ...own, 'Sec-Fetch-Site': 'cross-site' } }],
        ['same-site', { csrf, headers: { ...own, 'Sec-Fetch-Site': 'same-site' } }],
        ['typed address', { csrf, headers: { ...own, 'Sec-Fetch-Site': 'none' } }],
    ];
}

test('forged: a form from elsewhere is 403, comes back as typed, and changes nothing', async () => {
    const { server, admin, developer } = await shared();
    const page = await admin.get('/prompts/new');
    const otherCsrf = (await developer.get('/account')).csrf;
    const typed = {
        name: 'hostile/forged',
        description: 'd',
        body: ' a <b> & "c"\n\n',
        tags: 'x',
        message: 'm',
    };
    const before = contents(server);
    for (const [what, { csrf, headers }] of await forgeries(server, page.csrf, otherCsrf)) {
        const refused = await admin.submit(page, 'Create prompt', { ...typed, csrf }, { headers });
        assert.equal(refused.status, 403, what);
        for (const [name, value] of Object.entries(typed))
            assert.equal(refused.value('Create prompt', name), value, `${what}: ${name}`);
        assert.notEqual(refused.csrf, otherCsrf, what);
    }
    assert.equal(contents(server), before);
    const events = sqlNumber(
        server,
        "SELECT count(*) FROM audit_events WHERE action = 'request.csrf_refuse'",
    );
    assert.ok(events >= 11, `${events} events`);
    // What came back can be sent: nothing typed is lost.
    const refused = await admin.submit(page, 'Create prompt', { ...typed, csrf: '' });
    expectStatus(await admin.submit(refused, 'Create prompt'), 303);
});

test('forged: sign-in, sign-out and one-button forms are offered again', async () => {
    const { server, admin } = await shared();
    const visitor = new Browser(server);
    const page = await visitor.get('/login');
    const login = await visitor.submit(page, 'Sign in', {
        email: 'a@b.example',
        password: 'p',
        csrf: 'x',
    });
    expectStatus(login, 403);
    assert.equal(login.value('Sign in', 'email'), 'a@b.example');
    const noCookie = new Browser(server);
    const bare = await noCookie.post('/login', {
        csrf: page.csrf,
        email: 'a@b.example',
        password: 'p',
    });
    expectStatus(bare, 403);
    const made = await createEach(admin, 'hostile/button');
    const before = contents(server);
    for (const target of [
        `/prompts/${made.prompts}/archive`,
        `/agents/${made.agents}/archive`,
        `/teams/${made.teams}/archive`,
        `/import/${made.import}/check`,
        `/import/${made.import}/start`,
        `/import/${made.import}/discard`,
        '/logout',
        '/account/sessions/revoke-others',
    ]) {
        const refused = await admin.post(target, { csrf: 'x' });
        expectStatus(refused, 403);
        assert.ok(refused.form(target), target);
        const foreign = await admin.post(
            target,
            { csrf: (await admin.get('/account')).csrf },
            { headers: { Origin: 'https://evil.example' } },
        );
        expectStatus(foreign, 403);
    }
    assert.equal(contents(server), before);
    assert.equal((await admin.get('/account')).status, 200);
});

test('forged: agents, teams and documents from elsewhere come back as typed, too', async () => {
    const { server, admin } = await shared();
    const config = JSON.stringify({ model: { name: 'm' }, instructions: ' a <b> & "c"\n' });
    const cases = [
        ['/agents/new', 'Create agent', { name: 'forged', config, message: 'm' }],
        ['/teams/new', 'Create team', { name: 'forged', termination_text: 'END' }],
        ['/import', 'Review import', { text: '{"rostrum": 1}', document: null }],
    ];
    const before = contents(server);
    for (const [path, button, typed] of cases) {
        const page = await admin.get(path);
        for (const change of [{ csrf: 'x' }, { csrf: null }]) {
            const refused = await admin.submit(page, button, { ...typed, ...change });
            expectStatus(refused, 403);
            for (const [name, value] of Object.entries(typed).filter((pair) => pair[1] !== null))
                assert.equal(refused.value(button, name), value, `${path} ${name}`);
        }
        const headers = { Origin: 'https://evil.example' };
        expectStatus(await admin.submit(page, button, typed, { headers }), 403);
    }
    const [boundary, field] = ['x', 'Content-Disposition: form-data; name'];
    const upload = await admin.request('POST', '/import', {
        headers: {
            Origin: server.publicUrl,
            'Content-Type': `multipart/form-data; boundary=${boundary}`,
        },
        body:
            `--x\r\n${field}="csrf"\r\n\r\nforged\r\n` +
            `--x\r\n${field}="document"; filename="a.json"\r\n\r\n{"rostrum": 1}\r\n--x--\r\n`,
    });
    expectStatus(upload, 403);
    assert.equal(contents(server), before);
});

test('forged: tampered, doubled and foreign cookies are nobody', async () => {
    const { server, admin } = await shared();
    const session = admin.cookies.get('session');
    const flip = (text, at) =>
        text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
    const bad = [
        `session=${flip(session, 0)}`,
        `session=${flip(session, 20)}`,
        `session=${session}A`,
        `session=${session.slice(0, -1)}`,
        'session=',
        'session',
        `session=${flip(session, 40)}`,
        `session=${session.slice(37)}`, // the secret without its organization
        `session=${session.replace('.', '-')}`,
        `session=${missing}.${session.slice(37)}`, // an organization that is not there
        `session=${'A'.repeat(43)}`,
        `session=${'A'.repeat(5000)}`,
        `session="${session}"`,
        `Session=${session}`,
        `session=${session}; session=${session}`,
        `session=${session}\u0001`,
        `__Host-session=${session}`,
        `session=' OR 1=1 --`,
        `${'a=b; '.repeat(40)}session=${session}`,
    ];
    for (const Cookie of bad) {
        const answer = await new Browser(server)
            .request('GET', '/account', { headers: { Cookie } })
            .catch((error) => (error.code === 'ERR_INVALID_CHAR' ? null : Promise.reject(error)));
        if (answer === null) continue; // node refuses to send it
        assert.ok(
            answer.status === 303 || answer.status === 400,
            `${Cookie.slice(0, 60)}: ${answer.status}`,
        );
        if (answer.status === 303) assert.match(answer.location, /^\/login/, Cookie.slice(0, 60));
    }
    const flash = await new Browser(server).get('/login', {
        headers: { Cookie: 'flash=c3VjY2Vzczo8Yj4' },
    });
    assert.equal(flash.status, 200);
    assert.doesNotMatch(flash.text, /class="flash/);
    for (const theme of ['"><script>', 'purple', 'dark dark']) {
        const page = await new Browser(server).get('/login', {
            headers: { Cookie: `theme=${theme}` },
        });
        assert.equal(page.status, 200);
        assert.doesNotMatch(page.text, /data-theme/);
    }
    assert.equal((await admin.get('/account')).status, 200);
});

test('forged: links go back only to pages of ours', async () => {
    const { server } = await shared();
    const away = [
        'https://evil.example/',
        '//evil.example/',
        '/\\evil.example',
        '\\/evil.example',
        'javascript:alert(1)',
        '/%0d%0aSet-Cookie:x=1',
        ' //evil.example',
        '/\t/evil.example',
    ];
    for (const next of away) {
        const browser = new Browser(server);
        const page = await browser.get(`/login?next=${encodeURIComponent(next)}`);
        if (page.status !== 400) {
            expectStatus(page, 200);
            const kept = page.value('Sign in', 'next');
            assert.ok(
                kept === '/' || (kept.startsWith('/') && !/^\/[/\\\t]/.test(kept)),
                `${next}: ${kept}`,
            );
        }
        const theme = await browser.post('/theme', {
            csrf: (await browser.get('/login')).csrf,
            theme: 'dark',
            return: next,
        });
        if (theme.status === 303) assert.match(theme.location, /^\/(?![/\\])/, next);
        assert.equal(
            theme.headers['set-cookie']?.some((line) => line.startsWith('x=')) ?? false,
            false,
        );
    }
    const host = await new Browser(server).get('/prompts', { headers: { Host: 'evil.example' } });
    assert.doesNotMatch(`${host.location}${host.text}`, /evil\.example/);
});
