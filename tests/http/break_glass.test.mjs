// A label that is moved without its evidence: who could have stopped it gets a mail and finds it in the
// inbox, and somebody of another side reviews it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { after, test } from 'node:test';
import { Browser } from './client.mjs';
import { databaseSettings, sqlNumber } from './engine.mjs';
import { startSmtp } from './mail.mjs';
import { createPrompt, expectStatus, setUp, password, admin as owner } from './people.mjs';
import { buildDir, sourceDir, startServer } from './server.mjs';

let starting = null;

const people = {
    devops: { full_name: 'Dev Lane', email: 'dev@harbor.example', user_persona: 'DevOps Engineer' },
    product: { full_name: 'Una Field', email: 'una@harbor.example', user_persona: 'Product Manager' },
    customer: { full_name: 'Cas Moor', email: 'cas@harbor.example', user_persona: 'Customer Admin' },
    developer: { full_name: 'Ina Dell', email: 'ina@harbor.example', user_persona: 'Individual Developer' },
};

async function start() {
    const smtp = await startSmtp();
    const server = await startServer({ env: { ...smtp.env, ROSTRUM_MAIL_WATCH: 'no' } });
    try {
        const made = { smtp, server, admin: await setUp(server) };
        for (const person of Object.values(people)) expectStatus(await made.admin.fill('/users/new', 'Invite user', person), 200);
        sendMail(made);
        for (const [key, { email }] of Object.entries(people)) {
            const [, link] = (await smtp.mailTo(email)).parts[0].text.match(/http:\/\/[^\s/]+(\/invite\/[A-Za-z0-9_.-]+)/);
            made[key] = new Browser(server);
            expectStatus(await made[key].fill(link, 'Accept invitation', { password }), 303);
        }
        sendMail(made);
        return made;
    } catch (error) {
        await server.stop();
        await smtp.stop();
        throw error;
    }
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

/** `rostrum mail`, once; the SMTP server is a process of its own. */
function sendMail({ server, smtp }) {
    const settings = databaseSettings(server.dataDir);
    const done = spawnSync(path.join(buildDir, 'rostrum'), ['mail'], {
        encoding: 'utf8',
        env: {
            ...process.env, ...settings, ROSTRUM_DATABASE: settings.ROSTRUM_DATABASE ?? `sqlite:${server.dataDir}/rostrum.db`,
            ROSTRUM_KEY_RING: path.join(server.dataDir, 'key-ring'), ROSTRUM_PUBLIC_URL: server.publicUrl, ROSTRUM_TEMPLATES: path.join(sourceDir, 'templates'), ...smtp.env,
        },
    });
    assert.equal(done.status, 0, done.stderr);
}

const reason = 'The site is down, & <b> only this mends it.';

/** Moves production of a new prompt although its rule is not met; gives its path. */
async function breakGlass(made, name) {
    const prompt = await createPrompt(made.product, { name, body: 'Say {{word}}.' });
    expectStatus(await made.admin.fill(`${prompt}/releases/rule?label=production`, 'Save rule', { min_pass: '95' }), 303);
    const page = await made.devops.get(`${prompt}/releases/change?label=production&to_version=1`);
    assert.match(page.words, /Evidence Missing/);
    expectStatus(await made.devops.submit(page, 'Move anyway', { reason: '' }), 422);
    assert.equal(sqlNumber(made.server, `SELECT count(*) FROM prompt_labels l JOIN prompts p ON p.id = l.record_id WHERE p.name = '${name}'`), 0, 'not without a reason');
    expectStatus(await made.devops.submit(page, 'Move anyway', { reason }), 303);
    assert.equal(sqlNumber(made.server, `SELECT l.version FROM prompt_labels l JOIN prompts p ON p.id = l.record_id WHERE p.name = '${name}' AND l.label = 'production'`), 1);
    return prompt;
}

/** The address of its page, by the inbox of a person; undefined if it is not there. */
async function waiting(browser, prompt) {
    const page = expectStatus(await browser.get('/inbox'), 200);
    return page.text.match(new RegExp(`${prompt}/overrides/[0-9a-f-]{36}`))?.[0];
}

test('break-glass: everybody who was skipped gets a mail and finds it in the inbox', async () => {
    const made = await world();
    const before = made.smtp.mails().length;
    const prompt = await breakGlass(made, 'urgent/one');
    sendMail(made);
    const mails = made.smtp.mails().slice(before);
    assert.deepEqual(mails.map((mail) => mail.to).sort(), [people.product.email, people.customer.email, owner.email].sort(), 'who may approve, but who moved it');
    const where = await waiting(made.product, prompt);
    for (const mail of mails) {
        assert.deepEqual(mail.field('subject'), ['A label was moved without evidence']);
        const [plain, html] = mail.parts.map((part) => part.text);
        assert.match(plain.replace(/\s+/g, ' '), /the label production of "urgent\/one" in Harbor Works was moved to version 1, although its rule was not met/);
        assert.ok(plain.includes(`${made.server.publicUrl}${where}`), plain);
        assert.ok(html.includes(where), html);
        assert.ok(!mail.raw.includes('The site is down'), 'the reason stays here');
    }
    for (const browser of [made.product, made.customer, made.admin]) assert.equal(await waiting(browser, prompt), where);
    for (const browser of [made.devops, made.developer]) assert.equal(await waiting(browser, prompt), undefined);
    const inbox = await made.product.get('/inbox');
    assert.match(inbox.words, /urgent\/ one Without evidence v1 for production/);
    assert.ok(inbox.words.includes(reason), inbox.words);
    assert.match((await made.product.get(prompt)).words, /without evidence|not reviewed/i);
    sendMail(made);
    assert.equal(made.smtp.mails().length, before + 3, 'each gets one mail');
});

test('break-glass: somebody of another side reviews it, once', async () => {
    const made = await world();
    const prompt = await breakGlass(made, 'urgent/two');
    const where = await waiting(made.product, prompt);
    const say = (browser, review) => browser.fill(where, 'Mark as reviewed', { review });
    const own = await made.devops.get(where);
    assert.match(own.words, /Someone else with the right to approve has to review it/);
    const csrf = (page) => page.text.match(/name="csrf" value="([^"]+)"/)[1];
    expectStatus(await made.devops.post(`${where}/review`, { csrf: csrf(own), review: 'It is fine' }), 403);
    expectStatus(await made.developer.get(where), 200, 403, 404);
    expectStatus(await say(made.product, ''), 422);
    assert.equal(sqlNumber(made.server, 'SELECT count(*) FROM label_overrides WHERE reviewed_at IS NOT NULL'), 0);
    const page = await made.product.get(where);
    expectStatus(await made.product.submit(page, 'Mark as reviewed', { review: 'Checked: "right" & needed.' }), 303);
    expectStatus(await made.customer.post(`${where}/review`, { csrf: csrf(await made.customer.get(where)), review: 'Again' }), 409);
    const shown = await made.devops.get(where);
    assert.match(shown.words, /Reviewed by Una Field/);
    assert.match(shown.words, /Checked: "right" & needed\./);
    assert.equal(sqlNumber(made.server, `SELECT count(*) FROM audit_events WHERE action = 'label.review_override' AND outcome = 'success'`), 1);
    assert.equal(sqlNumber(made.server, 'SELECT count(*) FROM label_overrides WHERE reviewed_at IS NOT NULL'), 1);
    for (const browser of [made.product, made.customer, made.admin]) assert.equal(await waiting(browser, prompt), undefined, 'it leaves every inbox');
});
