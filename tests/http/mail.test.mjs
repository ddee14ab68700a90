// Mail, through a real SMTP server: what is delivered, its links in the product, and servers that
// refuse, put off, hang, die and are not who they say.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { after, test } from 'node:test';
import { Browser } from './client.mjs';
import { databaseSettings, sql, sqlNumber } from './engine.mjs';
import { startSmtp } from './mail.mjs';
import { admin, expectStatus, password, setUp, signIn } from './people.mjs';
import { buildDir, sourceDir, startServer } from './server.mjs';
import { waitFor } from './wait.mjs';

let starting = null;

async function start() {
    const smtp = await startSmtp();
    // workers know that there is mail; each test sends it when it wants to
    const server = await startServer({ env: { ...smtp.env, ROSTRUM_MAIL_WATCH: 'no' } });
    return { smtp, server, admin: await setUp(server) };
}

function world() {
    starting ??= start();
    return starting;
}

after(async () => {
    const made = await starting?.catch(() => null);
    await made?.server.stop();
    await made?.smtp.stop();
});

/** `rostrum mail` as an operator starts it: {child, output, done}. */
function startSender({ server, smtp }, env = {}) {
    const child = spawn(path.join(buildDir, 'rostrum'), ['mail'], {
        env: {
            ...process.env,
            ...databaseSettings(server.dataDir),
            ROSTRUM_DATABASE: databaseSettings(server.dataDir).ROSTRUM_DATABASE ?? `sqlite:${server.dataDir}/rostrum.db`,
            ROSTRUM_KEY_RING: path.join(server.dataDir, 'key-ring'),
            ROSTRUM_PUBLIC_URL: server.publicUrl,
            ROSTRUM_TEMPLATES: path.join(sourceDir, 'templates'),
            ...smtp.env,
            ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { text: '', exit: null };
    child.stdout.on('data', (data) => (output.text += data));
    child.stderr.on('data', (data) => (output.text += data));
    child.on('close', (code, signal) => (output.exit = code ?? signal));
    return { child, output, done: () => waitFor(() => output.exit !== null, () => output.text.slice(-2000)) };
}

async function send(made, env) {
    const sender = startSender(made, env);
    await sender.done().finally(() => sender.child.kill('SIGKILL'));
    assert.ok(!sender.output.text.includes('planted secret'), sender.output.text);
    return sender.output;
}

/** Those that wait are due now, and claims have run out. */
function makeDue({ server }) {
    sql(server, "UPDATE mails SET due_at = created_at WHERE state IN ('waiting', 'sending')");
}

function linkIn(mail, kind) {
    const pattern = new RegExp(`http://[^\\s"<]+(/${kind}/[A-Za-z0-9_.-]+)`);
    const plain = mail.parts[0].text.match(pattern)?.[1];
    assert.ok(plain, `no link to /${kind}/ in ${mail.parts[0].text}`);
    assert.equal(mail.parts[1].text.match(new RegExp(`href="http://[^"]*(/${kind}/[^"]+)"`))?.[1], plain);
    return plain;
}

async function inviteByMail(made, person) {
    const page = await made.admin.fill('/users/new', 'Invite user', person);
    expectStatus(page, 200);
    assert.match(page.words, /A mail with the invitation is on its way/);
    assert.ok(!/\/invite\/[A-Za-z0-9_.-]{20,}/.test(page.text), 'the link is for the person alone');
}

test('mail: an invitation is delivered, and its link works once', async () => {
    const made = await world();
    const person = { full_name: 'Zoë "Z" Larsen', email: 'zoe@harbor.example', user_persona: 'Product Manager' };
    await inviteByMail(made, person);
    const output = await send(made);
    assert.deepEqual([output.exit, output.text.match(/^\d+ sent.*$/m)?.[0]], [0, '1 sent, 0 failed']);
    const mail = await made.smtp.mailTo(person.email);
    assert.deepEqual(mail.field('from'), ['"Rostrum" <rostrum@harbor.example>']);
    assert.deepEqual(mail.field('subject'), ['Invitation to Harbor Works on Rostrum']);
    assert.deepEqual(mail.field('auto-submitted'), ['auto-generated']);
    assert.match(mail.field('to')[0], /^=\?UTF-8\?B\?[A-Za-z0-9+/=]+\?= <zoe@harbor\.example>$/);
    assert.match(mail.field('message-id')[0], /^<[0-9a-f-]{36}@harbor\.example>$/);
    assert.match(mail.field('date')[0], /^\w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000$/);
    assert.match(mail.field('content-type')[0], /^multipart\/alternative;/);
    assert.deepEqual(mail.parts.map((part) => part.head.match(/text\/\w+/)[0]), ['text/plain', 'text/html']);
    assert.match(mail.parts[0].text, /Hello Zoë "Z" Larsen,/);
    assert.match(mail.parts[1].text, /Hello Zoë &quot;Z&quot; Larsen,/);
    assert.ok(!/<(img|link|script|style|iframe)|src=|url\(/i.test(mail.parts[1].text), 'nothing remote');
    const link = linkIn(mail, 'invite');
    const theirs = new Browser(made.server);
    expectStatus(await theirs.fill(link, 'Accept invitation', { password }), 303);
    expectStatus(await new Browser(made.server).get(link), 404);
});

test('mail: names with markup and line breaks stay text in their place', async () => {
    const made = await world();
    const hostile = ['<img src=x onerror=alert(1)>', 'A\r\nBcc: all@harbor.example', '=?UTF-8?B?QkNDOg==?=', '"; DROP, <a@b.example>'];
    for (const [i, full_name] of hostile.entries()) {
        const email = `hostile${i}@harbor.example`;
        const page = await made.admin.fill('/users/new', 'Invite user', { full_name, email, user_persona: 'Product Manager' });
        if (page.status === 422) continue; // a name of several lines is none
        await send(made);
        const mail = await made.smtp.mailTo(email);
        const names = mail.fields.map(([name]) => name);
        assert.equal(new Set(names).size, names.length, `${names}`);
        assert.ok(!names.includes('bcc'));
        assert.equal(mail.to, email);
        assert.ok(!mail.parts[1].text.includes('<img'), mail.parts[1].text);
    }
});

test('mail: a forgotten password: the same answer for everyone, and a link for who is there', async () => {
    const made = await world();
    const ask = async (email) => {
        const browser = new Browser(made.server);
        const done = await browser.fill('/reset', 'Send link', { email });
        expectStatus(done, 303);
        return (await browser.follow(done)).words;
    };
    const before = made.smtp.mails().length;
    const known = await ask(admin.email.toUpperCase());
    assert.match(known, /If an account has this address/);
    assert.equal(await ask('nobody@harbor.example'), known);
    await send(made);
    const sent = made.smtp.mails().slice(before);
    assert.deepEqual(sent.map((mail) => mail.to), [admin.email]);
    const link = linkIn(sent[0], 'reset');
    const other = new Browser(made.server);
    expectStatus(await other.get(link), 200);
    expectStatus(await other.fill(link, 'Save password', { password: 'another orchid harbor 47 lantern' }), 303);
    expectStatus(await new Browser(made.server).get(link), 404);
    made.admin = await signIn(made.server, admin.email, 'another orchid harbor 47 lantern');
    await send(made);
    const subjects = made.smtp.mails().slice(before + 1).map((mail) => mail.field('subject')[0]);
    assert.ok(subjects.includes('Your password was changed'), `${subjects}`);
});

test('mail: a new device and a new token are told at once', async () => {
    const made = await world();
    const before = made.smtp.mails().length;
    const browser = await signIn(made.server, admin.email, 'another orchid harbor 47 lantern');
    const done = await browser.fill('/account/tokens/new', 'Create token', { name: 'Night job', scopes: 'prompts:read', days: '30' });
    expectStatus(done, 200);
    await send(made);
    const mails = made.smtp.mails().slice(before);
    const of = (subject) => mails.find((mail) => mail.field('subject')[0] === subject);
    for (const subject of ['New sign-in to your account', 'An API token was made']) {
        assert.ok(of(subject), `${subject} in ${mails.map((mail) => mail.field('subject'))}`);
        assert.equal(of(subject).to, admin.email);
    }
    assert.match(of('An API token was made').parts[0].text, /"Night job"/);
    assert.match(of('New sign-in to your account').parts[0].text, /from 127\.0\.0\.1/);
    const page = await browser.get('/account/security');
    assert.match(page.text, /Signed in with a new device/);
    assert.match(page.text, /An API token was made/);
});

test('mail: a new address is confirmed there, and the old one takes it back', async () => {
    const made = await world();
    const zoe = await signIn(made.server, 'zoe@harbor.example');
    const before = made.smtp.mails().length;
    const done = await zoe.fill('/account', 'Save profile', { email: 'zoe.larsen@harbor.example' });
    expectStatus(done, 303);
    await send(made);
    const confirm = await made.smtp.mailTo('zoe.larsen@harbor.example', before);
    const asked = await made.smtp.mailTo('zoe@harbor.example', before, 'A new address was asked for');
    assert.match(asked.parts[0].text, /zoe\.larsen@harbor\.example/);
    assert.ok(!confirm.parts[0].text.includes('Hello'), 'nobody is named to an address that may be anyone');
    expectStatus(await new Browser(made.server).fill(linkIn(confirm, 'address/confirm'), 'Confirm address', {}), 303);
    await signIn(made.server, 'zoe.larsen@harbor.example');
    const middle = made.smtp.mails().length;
    await send(made);
    const changed = await made.smtp.mailTo('zoe@harbor.example', middle, 'Your address was changed');
    const undone = await new Browser(made.server).fill(linkIn(changed, 'address/undo'), 'Keep the old address', {});
    expectStatus(undone, 303);
    assert.match(undone.location, /^\/reset\//);
    expectStatus(await zoe.get('/account'), 303);
    expectStatus(await new Browser(made.server).fill(undone.location, 'Save password', { password }), 303);
    await signIn(made.server, 'zoe@harbor.example');
});

test('mail: a taken address gets a warning and the person who asks the same answer', async () => {
    const made = await world();
    const zoe = await signIn(made.server, 'zoe@harbor.example');
    const before = made.smtp.mails().length;
    const done = await zoe.fill('/account', 'Save profile', { email: admin.email });
    expectStatus(done, 303);
    await send(made);
    const mail = await made.smtp.mailTo(admin.email, before);
    assert.deepEqual(mail.field('subject'), ['Someone tried to use your address for Rostrum']);
    assert.ok(!/address\/confirm/.test(mail.raw));
});

test('mail: what the server refuses for good is shown to administrators, who send it again', async () => {
    const made = await world();
    made.smtp.mode('refuse');
    await inviteByMail(made, { full_name: 'Rita Gone', email: 'rita@harbor.example', user_persona: 'Product Manager' });
    const output = await send(made);
    assert.match(output.text, /0 sent, 1 failed/);
    let page = expectStatus(await made.admin.get('/settings/mail'), 200);
    assert.match(page.words, /Rita Gone/);
    assert.match(page.words, /550 5\.1\.1 <rita@harbor\.example> unknown/);
    assert.ok(!page.text.includes('<b>here</b>'));
    made.smtp.mode('accept');
    expectStatus(await made.admin.fill('/settings/mail', 'Send again to rita@harbor.example', {}), 303);
    await send(made);
    assert.ok(await made.smtp.mailTo('rita@harbor.example'));
    page = await made.admin.get('/settings/mail');
    assert.match(page.words, /Every mail of this organization was delivered/);
});

test('mail: a server that says later, hangs or dies gets it later', async () => {
    const made = await world();
    for (const word of ['later', 'hang', 'die']) {
        const email = `${word}@harbor.example`;
        made.smtp.mode(word);
        await inviteByMail(made, { full_name: `For ${word}`, email, user_persona: 'Product Manager' });
        const output = await send(made); // which ends, whatever the server does
        assert.match(output.text, /0 sent, 1 failed/, word);
        const page = await made.admin.get('/settings/mail');
        assert.match(page.words, /it is tried again/, word);
        assert.match((await send(made)).text, /0 sent, 0 failed/, 'not at once');
        made.smtp.mode('accept');
        makeDue(made);
        assert.match((await send(made)).text, /1 sent, 0 failed/, word);
        assert.ok(await made.smtp.mailTo(email));
    }
});

test('mail: a server with another certificate, or without TLS, or a wrong password gets nothing', async () => {
    const made = await world();
    await inviteByMail(made, { full_name: 'Carl Cert', email: 'carl@harbor.example', user_persona: 'Product Manager' });
    const before = made.smtp.mails().length;
    const wrong = path.join(made.smtp.folder, 'other-cert.pem');
    const cases = [
        { ROSTRUM_SMTP_CA_FILE: wrong },
        { ROSTRUM_SMTP_URL: `smtp://127.0.0.1:${made.smtp.port}` }, // the certificate is for localhost
        { ROSTRUM_SMTP_URL: `smtp://localhost:${made.smtp.port}?starttls=no`, ROSTRUM_SMTP_USER: '' },
        { ROSTRUM_SMTP_PASSWORD_FILE: wrong },
    ];
    for (const env of cases) {
        makeDue(made);
        const output = await send(made, env);
        assert.match(output.text, /0 sent, 1 failed/, JSON.stringify(env));
        assert.match((await made.admin.get('/settings/mail')).words, /Last error/);
    }
    assert.equal(made.smtp.mails().length, before);
    const refused = await send(made, { ROSTRUM_SMTP_URL: `smtp://localhost:${made.smtp.port}?starttls=no` });
    assert.equal(refused.exit, 1);
    assert.match(refused.text, /A password is never sent without TLS/);
    makeDue(made);
    await send(made);
    assert.ok(await made.smtp.mailTo('carl@harbor.example', before));
});

test('mail: a sender that is killed while it sends has its mail sent once more at most', async () => {
    const made = await world();
    const email = 'kim@harbor.example';
    await inviteByMail(made, { full_name: 'Kim Killed', email, user_persona: 'Product Manager' });
    const copies = () => made.smtp.mails().filter((mail) => mail.to === email);
    made.smtp.mode('hold');
    for (let i = 1; i <= 2; i++) {
        const sender = startSender(made, { ROSTRUM_SMTP_TIMEOUT_S: '60' });
        await waitFor(() => copies().length === i);
        sender.child.kill('SIGKILL');
        await sender.done();
        assert.match((await send(made)).text, /0 sent, 0 failed/, 'another sender leaves it alone');
        makeDue(made);
    }
    made.smtp.mode('accept');
    await send(made);
    makeDue(made);
    await send(made);
    assert.equal(copies().length, 2);
    assert.deepEqual(copies()[0].field('message-id'), copies()[1].field('message-id'));
    assert.match((await made.admin.get('/settings/mail')).words, /ended twice while it sent this one/);
    expectStatus(await made.admin.fill('/settings/mail', `Discard the mail to ${email}`, {}), 303);
});

test('mail: several senders send each mail once', async () => {
    const made = await world();
    const before = made.smtp.mails().length;
    for (let i = 0; i < 8; i++)
        await inviteByMail(made, { full_name: `Many ${i}`, email: `many${i}@harbor.example`, user_persona: 'Product Manager' });
    const senders = [1, 2, 3].map(() => startSender(made));
    for (const sender of senders) await sender.done();
    const sent = made.smtp.mails().slice(before).map((mail) => mail.to).sort();
    assert.deepEqual(sent, [...Array(8).keys()].map((i) => `many${i}@harbor.example`));
    assert.equal(sqlNumber(made.server, "SELECT count(*) FROM mails WHERE state <> 'sent'"), 0);
});

test('mail: a test comes to the administrator who asks for it', async () => {
    const made = await world();
    const before = made.smtp.mails().length;
    expectStatus(await made.admin.fill('/settings/mail', 'Send me a test', {}), 303);
    await send(made);
    const mail = await made.smtp.mailTo(admin.email, before);
    assert.deepEqual(mail.field('subject'), ['Test mail from Rostrum']);
    assert.match((await made.admin.get('/settings/mail')).words, /Last sent/);
});
