// Sessions: how they begin and end, and the form that outlives one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser } from './client.mjs';
import { before, blob, hex, sql, sqlNumber } from './engine.mjs';
import { addPerson, admin, createPrompt, expectStatus, idOf, password, signIn } from './people.mjs';
import { shared } from './shared.mjs';

function person(name, user_persona = 'Enterprise Team') {
    return { full_name: `${name} Sessions`, email: `${name}@sessions.example`, user_persona };
}

async function isSignedIn(browser) {
    const answer = await browser.get('/account');
    assert.ok([200, 303].includes(answer.status), `${answer.status}`);
    return answer.status === 200;
}

/** The path of a person's page, from the list. */
async function userPath(browser, name) {
    const list = await browser.get(`/users?q=${encodeURIComponent(name)}`);
    const row = list.text
        .split('<tr')
        .slice(1)
        .find((one) => one.includes(name));
    return row.match(/\/users\/[0-9a-f-]{36}/)[0];
}

test('sessions: each sign-in has a token of its own, which signing out ends', async () => {
    const { server } = await shared();
    const first = await signIn(server, admin.email);
    const second = await signIn(server, admin.email.toUpperCase());
    assert.notEqual(first.cookies.get('session'), second.cookies.get('session'));
    const { session } = Object.fromEntries(first.cookies);
    const out = await first.fill('/account', '/logout');
    assert.deepEqual([out.status, out.location], [303, '/login']);
    assert.equal(first.cookies.has('session'), false);
    assert.match(out.headers['clear-site-data'], /"cache"/);
    const replay = new Browser(server);
    replay.cookies.set('session', session);
    assert.equal(await isSignedIn(replay), false, 'a token does not outlive its session');
    assert.equal(await isSignedIn(second), true);
});

test('sessions: a wrong password and an unknown address get the same words', async () => {
    const { server } = await shared();
    const attempt = async (email, secret) => {
        const browser = new Browser(server);
        const page = await browser.fill('/login', 'Sign in', { email, password: secret });
        assert.equal(page.status, 422);
        assert.equal(browser.cookies.has('session'), false);
        assert.equal(page.value('Sign in', 'email'), email);
        assert.equal(page.value('Sign in', 'password'), '');
        return page.words.replaceAll(email, '');
    };
    const wrong = await attempt(admin.email, 'not the password at all');
    assert.equal(await attempt('nobody@harbor.example', password), wrong);
});

test('sessions: the address asked for comes after signing in', async () => {
    const { server } = await shared();
    const browser = new Browser(server);
    const asked = await browser.get('/prompts?q=a%26b&sort=name');
    assert.equal(asked.status, 303);
    const page = await browser.get(asked.location);
    const done = await browser.submit(page, 'Sign in', { email: admin.email, password });
    assert.deepEqual([done.status, done.location], [303, '/prompts?q=a%26b&sort=name']);
});

test('sessions: a session ends when it is idle or old, and earlier for admins', async () => {
    const { server, admin: root } = await shared();
    await addPerson(root, person('idle'));
    const cases = [
        ['idle@sessions.example', 'last_seen_at', 119 * 60, true],
        ['idle@sessions.example', 'last_seen_at', 121 * 60, false],
        [admin.email, 'last_seen_at', 29 * 60, true],
        [admin.email, 'last_seen_at', 31 * 60, false],
        ['idle@sessions.example', 'expires_at', 24 * 3600 - 60, true],
        ['idle@sessions.example', 'expires_at', 24 * 3600 + 1, false],
        [admin.email, 'expires_at', 12 * 3600 - 60, true],
        [admin.email, 'expires_at', 12 * 3600 + 1, false],
    ];
    for (const [email, column, seconds, isAlive] of cases) {
        const browser = await signIn(server, email);
        // The newest session is this one: time goes on by moving it into the past.
        sql(
            server,
            `UPDATE sessions SET ${column} = ${before(column, seconds)} WHERE id = ` +
                '(SELECT id FROM sessions ORDER BY created_at DESC, id DESC LIMIT 1)',
        );
        assert.equal(await isSignedIn(browser), isAlive, `${email} ${column} ${seconds} s`);
    }
});

test('sessions: whoever is deactivated is out at the next request', async () => {
    const { server, admin: root } = await shared();
    const theirs = await addPerson(root, person('gone'));
    assert.equal(await isSignedIn(theirs), true);
    const page = await userPath(root, 'gone Sessions');
    expectStatus(await root.fill(`${page}/deactivate`, 'Deactivate user'), 303);
    assert.equal(await isSignedIn(theirs), false);
    const refused = await new Browser(server).fill('/login', 'Sign in', {
        email: 'gone@sessions.example',
        password,
    });
    assert.equal(refused.status, 422);
    expectStatus(await root.submit(await root.get(page), `${page}/activate`), 303);
    assert.equal(await isSignedIn(await signIn(server, 'gone@sessions.example')), true);
});

test('sessions: a new persona ends the sessions of that person', async () => {
    const { server } = await shared();
    const root = await signIn(server, admin.email); // a new persona asks for a password of late
    const theirs = await addPerson(root, person('moved'));
    const page = await userPath(root, 'moved Sessions');
    const edit = await root.get(`${page}/edit`);
    expectStatus(await root.submit(edit, 'Save user', { user_persona: 'Product Manager' }), 303);
    assert.equal(await isSignedIn(theirs), false);
});

test('sessions: a new password ends the others and keeps this one', async () => {
    const { server, admin: root } = await shared();
    const email = 'changed@sessions.example';
    const here = await addPerson(root, person('changed'));
    const there = await signIn(server, email);
    const before = here.cookies.get('session');
    const fresh = 'quiet meadow copper violin 93';
    const wrong = await here.fill('/account/password', 'Change password', {
        current_password: 'wrong one',
        password: fresh,
    });
    expectStatus(wrong, 422);
    expectStatus(
        await here.fill('/account/password', 'Change password', {
            current_password: password,
            password: fresh,
        }),
        303,
    );
    assert.equal(await isSignedIn(here), true);
    assert.notEqual(here.cookies.get('session'), before, 'a new token');
    assert.equal(await isSignedIn(there), false);
    const old = await new Browser(server).fill('/login', 'Sign in', { email, password });
    assert.equal(old.status, 422);
    assert.equal(await isSignedIn(await signIn(server, email, fresh)), true);
});

test('sessions: an invitation asks for an old password again, and keeps what was typed', async () => {
    const { server } = await shared();
    const root = await signIn(server, admin.email);
    root.password = undefined; // by hand
    sql(server, `UPDATE sessions SET authenticated_at = ${before('authenticated_at', 360)}`);
    const typed = person('asked');
    const asked = await root.fill('/users/new', 'Invite user', typed);
    expectStatus(asked, 422);
    assert.match(asked.text, /<h1>Confirm your password<\/h1>/);
    assert.equal(asked.value('Confirm and continue', 'email'), typed.email);
    const wrong = await root.submit(asked, 'Confirm and continue', { current_password: 'wrong' });
    expectStatus(wrong, 422);
    const done = await root.submit(wrong, 'Confirm and continue', { current_password: password });
    assert.match(expectStatus(done, 200).text, /\/invite\//);
});

test('sessions: one is revoked, then all others', async () => {
    const { server, admin: root } = await shared();
    const email = 'many@sessions.example';
    const here = await addPerson(root, person('many'));
    const others = [
        await signIn(server, email),
        await signIn(server, email),
        await signIn(server, email),
    ];
    const page = await here.get('/account/sessions');
    const revoke = page.forms.filter((form) =>
        /\/account\/sessions\/[0-9a-f-]{36}\/revoke$/.test(form.action),
    );
    assert.equal(revoke.length, 3);
    expectStatus(await here.submit(page, revoke[0].action), 303);
    const alive = [];
    for (const one of others) alive.push(await isSignedIn(one));
    assert.equal(alive.filter((one) => one).length, 2);
    assert.equal(await isSignedIn(here), true);
    expectStatus(
        await here.submit(await here.get('/account/sessions'), '/account/sessions/revoke-others'),
        303,
    );
    for (const one of others) assert.equal(await isSignedIn(one), false);
    assert.equal(await isSignedIn(here), true);
    // Another person's session is not there to be revoked.
    const [foreign] = sql(
        server,
        `SELECT ${hex('id')} FROM sessions WHERE ended_at IS NULL ORDER BY created_at LIMIT 1`,
    );
    const id = foreign.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
    const answer = await here.post(`/account/sessions/${id}/revoke`, {
        csrf: (await here.get('/account')).csrf,
    });
    assert.equal(answer.status, 404);
    assert.equal(
        sqlNumber(
            server,
            `SELECT count(*) FROM sessions WHERE id = ${blob(id)} AND ended_at IS NULL`,
        ),
        1,
    );
});

/** Ends the session on the server's side; the browser does not know. */
function endSessionsOf(server, browser) {
    const ended = sql(
        server,
        'UPDATE sessions SET ended_at = created_at WHERE id = (SELECT id FROM sessions ' +
            'WHERE ended_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1) RETURNING 1',
    );
    assert.deepEqual(ended, ['1']);
    assert.ok(browser.cookies.has('session'));
}

test('sessions: a form posted after the session ended survives the sign-in', async () => {
    const { server } = await shared();
    const browser = await signIn(server, admin.email);
    const prompt = await createPrompt(browser, { name: 'sessions/survivor', body: 'first' });
    const editor = await browser.get(`${prompt}/edit`);
    const typed = {
        body: '  long work\n\n\twith <b>marks</b> & "quotes" {{who}} \u{1f600}\u2028 \n\n',
        message: 'two hours of it',
        tags: 'a, b',
        description: 'first line\nsecond line',
    };
    endSessionsOf(server, browser);
    const asked = await browser.submit(editor, 'Save prompt', typed);
    expectStatus(asked, 403);
    assert.match(asked.words, /What you typed is kept/);
    // A slip of the fingers at sign-in does not lose it either.
    const slip = await browser.submit(asked, 'Sign in', {
        email: admin.email,
        password: 'not it at all, sorry',
    });
    expectStatus(slip, 422);
    const back = await browser.submit(slip, 'Sign in', { email: admin.email, password });
    expectStatus(back, 200);
    for (const [name, value] of Object.entries(typed))
        assert.equal(back.value('Save prompt', name), value, name);
    const versions = `SELECT count(*) FROM prompt_versions WHERE record_id = ${blob(idOf(prompt))}`;
    assert.equal(sqlNumber(server, versions), 1, 'nothing is saved yet');
    expectStatus(await browser.submit(back, 'Save prompt'), 303);
    assert.equal(sqlNumber(server, versions), 2);
    const saved = await browser.get(`${prompt}/edit`);
    for (const name of ['body', 'tags', 'description'])
        assert.equal(saved.value('Save prompt', name), typed[name], name);
});

test('sessions: a form posted without any cookie is kept the same way', async () => {
    const { server } = await shared();
    const browser = await signIn(server, admin.email);
    const page = await browser.get('/prompts/new');
    browser.cookies.clear();
    const typed = { name: 'sessions/no cookie', body: 'typed before\n', message: 'm' };
    const asked = await browser.submit(page, 'Create prompt', typed);
    expectStatus(asked, 403);
    assert.ok(
        !asked.forms.some((form) => form.fields.some(([name]) => name === 'kept.csrf')),
        'the old token is dropped',
    );
    const back = await browser.submit(asked, 'Sign in', { email: admin.email, password });
    expectStatus(back, 200);
    for (const [name, value] of Object.entries(typed))
        assert.equal(back.value('Create prompt', name), value, name);
    assert.equal(
        sqlNumber(server, "SELECT count(*) FROM prompts WHERE name = 'sessions/no cookie'"),
        0,
    );
    expectStatus(await browser.submit(back, 'Create prompt'), 303);
    assert.equal(
        sqlNumber(server, "SELECT count(*) FROM prompts WHERE name = 'sessions/no cookie'"),
        1,
    );
});

test('sessions: a kept form opens nothing that its new author may not do', async () => {
    const { server, admin: root, developer } = await shared();
    const prompt = await createPrompt(root, { name: 'sessions/foreign', body: 'hers' });
    const browser = await signIn(server, admin.email);
    const editor = await browser.get(`${prompt}/edit`);
    endSessionsOf(server, browser);
    const asked = await browser.submit(editor, 'Save prompt', { body: 'mine' });
    const other = await browser.submit(asked, 'Sign in', { email: 'dev@harbor.example', password });
    assert.ok([403, 404].includes(other.status), `${other.status}`);
    assert.equal((await root.get(`${prompt}/edit`)).value('Save prompt', 'body'), 'hers');
    assert.equal(await isSignedIn(developer), true);
});
