// People talk about records, mention each other, follow what they care about and read the news.

import assert from 'node:assert/strict';
import { field, fill, value_of } from './suite.mjs';

const comments = (page) => page.locator('#comments .comment');
const said = (page) => comments(page).locator('.comment-text').allTextContents();
const form_of = (page) => page.locator('#comments form');

async function say(page, path, text) {
    await page.visit(path);
    await field(form_of(page), 'Add a comment').fill(text);
    await page.press('Comment', { within: form_of(page) });
    await page.told('Comment added');
}

async function write(suite, kind, record) {
    const { admin, paula } = suite;
    await suite.test(`a ${kind} is commented on, and the comment edited and deleted`, async () => {
        await say(paula, `${record}/activity`, 'Is <this> right?\n\n\tReally?');
        assert.deepEqual(await said(paula), ['Is <this> right?\n\n\tReally?']);
        await paula.follow('Edit this comment');
        assert.equal(await value_of(paula, 'Comment'), 'Is <this> right?\n\n\tReally?');
        await fill(paula, { Comment: 'It is.' });
        await paula.press('Save comment');
        await paula.told('Comment saved');
        assert.deepEqual(await said(paula), ['It is.']);
        await paula.sees('edited', comments(paula));
        await admin.visit(`${record}/activity`);
        assert.equal(await admin.getByRole('link', { name: 'Edit this comment' }).count(), 0);
        await admin.follow('Delete this comment');
        await admin.sees('It is.');
        await admin.press('Delete comment');
        await admin.told('Comment deleted');
        assert.equal(await comments(admin).count(), 0);
    });

    await suite.test(`a version of a ${kind} has comments of its own`, async () => {
        await say(paula, `${record}/versions/1`, 'The first one was shorter.');
        assert.match(paula.url(), /\/versions\/1#comment-/);
        assert.deepEqual(await said(paula), ['The first one was shorter.']);
        await admin.visit(`${record}/activity`);
        await admin.follow('v1', { within: comments(admin) });
        assert.deepEqual(await said(admin), ['The first one was shorter.']);
    });
}

async function refuse(suite, record) {
    const { paula } = suite;
    await suite.test('a comment that is refused comes back as it was typed', async () => {
        const long = `${'x'.repeat(10001)}`;
        await paula.visit(`${record}/activity`);
        await field(form_of(paula), 'Add a comment').fill(long);
        await paula.press('Comment', { within: form_of(paula), status: 422 });
        await paula.told('at most 10000 fit');
        assert.equal(await value_of(paula, 'Comment'), long);
        await fill(paula, { Comment: 'Shorter.' });
        await paula.press('Comment');
        await paula.told('Comment added');
        assert.ok((await said(paula)).includes('Shorter.'));
    });
}

/** Ends with nothing unread. */
async function read_all(page) {
    await page.visit('/inbox/news');
    if (await page.getByRole('button', { name: 'Mark news as read' }).count()) await page.press('Mark news as read');
    await page.visit('/inbox/news');
    await page.sees('Nothing new.');
}

async function mention(suite, record) {
    const { admin, paula } = suite;
    await suite.test('who is mentioned finds it in the news', async () => {
        await read_all(paula);
        await say(admin, `${record}/versions/1`, 'What do you think, @paula prize?');
        const name = comments(admin).last().getByRole('link', { name: '@paula prize' });
        assert.match(await name.getAttribute('href'), /^\/users\//);
        await paula.visit('/inbox/news');
        await paula.sees('1 unread');
        await paula.sees('Ada Lovelace mentioned you on');
        await paula.follow(/./, { within: paula.locator('#news .timeline p').first() });
        assert.match(paula.url(), /\/versions\/1#comment-/);
        await read_all(paula);
    });
}

async function pick(suite, record) {
    const { admin } = suite;
    if (!suite.has_script) return;
    await suite.test('whom "@" and a beginning may mean is offered', async () => {
        await admin.visit(`${record}/activity`);
        const text = field(form_of(admin), 'Add a comment');
        await text.click();
        await admin.keyboard.type('Thanks, @pri');
        const people = admin.getByRole('group', { name: 'People to mention' });
        await people.getByRole('button', { name: 'Paula Prize' }).waitFor();
        await admin.keyboard.press('ArrowDown');
        await admin.keyboard.press('Enter');
        assert.equal(await text.inputValue(), 'Thanks, @Paula Prize ');
        assert.equal(await people.getByRole('button').count(), 0);
        await admin.keyboard.type('and a@pri');
        await admin.waitForTimeout(400);
        assert.equal(await people.getByRole('button').count(), 0);
        await admin.press('Comment', { within: form_of(admin) });
        await comments(admin).last().getByRole('link', { name: '@Paula Prize' }).waitFor();
    });
}

async function follow(suite, kind, record, folder) {
    const { admin, paula } = suite;
    await suite.test(`who follows a ${kind} reads what others do to it`, async () => {
        await read_all(paula);
        await paula.visit(record);
        await paula.open_more();
        await paula.press('Follow');
        await paula.told(`You follow this ${kind}`);
        await say(admin, `${record}/activity`, 'For the followers.');
        await paula.visit('/inbox/news');
        await paula.sees('Ada Lovelace commented on');
        await paula.sees('For the followers.');
        await read_all(paula);
        await paula.visit(record);
        await paula.open_more();
        await paula.press('Unfollow');
        await paula.told(`You no longer follow this ${kind}`);
        await say(admin, `${record}/activity`, 'For nobody.');
        await read_all(paula);
    });
    if (!folder) return;
    await suite.test(`who follows a folder of ${kind}s reads what happens in it`, async () => {
        await paula.visit(`/${kind}s?folder=${folder}`);
        await paula.press('Follow folder');
        await paula.told(`You follow ${folder}`);
        await say(admin, `${record}/activity`, 'For the folder.');
        await paula.visit('/inbox/news');
        await paula.sees('For the folder.');
        await paula.visit(`/${kind}s?folder=${folder}`);
        await paula.press('Unfollow folder');
        await paula.told(`You no longer follow ${folder}`);
        await read_all(paula);
    });
}

/** The path of the first record of a list. */
async function first_of(page, list) {
    await page.visit(list);
    return page.locator('table.list td.primary .title > a').first().getAttribute('href');
}

/** Wants suite.admin and suite.paula signed in, a prompt, an agent and any team. */
export async function talk(suite) {
    const team = await first_of(suite.admin, '/teams');
    for (const [kind, record, folder] of [['prompt', suite.greeting, 'support'],
        ['agent', suite.agent], ['team', team]]) {
        await write(suite, kind, record);
        await follow(suite, kind, record, folder);
    }
    await refuse(suite, suite.greeting);
    await mention(suite, suite.greeting);
    await pick(suite, suite.greeting);
}
