// Set-up, signing in and out, and the choice of colors.

import assert from 'node:assert/strict';
import { look } from './look.mjs';
import { fill, PASSWORD, value_of } from './suite.mjs';

export const ADMIN = 'ada@example.org';

async function set_up(suite, page) {
    await suite.test('a new installation leads to its set-up', async () => {
        await page.visit('/');
        assert.equal(new URL(page.url()).pathname, '/setup');
        await page.visit('/login');
        assert.equal(new URL(page.url()).pathname, '/setup');
    });

    await suite.test('a wrong set-up code is refused and what was typed stays', async () => {
        await page.visit('/setup?code=AAAAA-AAAAA-AAAAA-AAAAA');
        await fill(page, {
            Organization: 'Lighthouse', 'Full name': 'Ada Lovelace', Email: ADMIN, Password: PASSWORD,
        });
        await page.press('Set up Rostrum', { status: 422 });
        await page.told('Please fix the following');
        assert.equal(await value_of(page, 'Organization'), 'Lighthouse');
        assert.equal(await value_of(page, 'Email'), ADMIN);
        assert.equal(await value_of(page, 'Password'), '');
        if (suite.has_script) await look(page);
    });

    if (suite.has_script) await suite.test('how strong a new password is, is said while it is typed', async () => {
        await fill(page, { Organization: 'Lighthouse', 'Full name': 'Ada Lovelace', Email: ADMIN });
        for (const [typed, said] of [
            ['too short', '9 of at least 15 characters.'],
            ['Ada Lovelace Lighthouse', 'Easy to guess: your name, address and organization do not count.'],
            ['hohohohohohohohoho', 'Easy to guess: it repeats itself.'],
            ['abcdefghijklmnopq', 'Easy to guess: it is a sequence.'],
            [PASSWORD, 'Strong.'],
        ]) {
            await page.locator('#password').fill(typed);
            assert.equal(await page.locator('[data-strength]').innerText(), said);
        }
        await look(page);
        await page.locator('#password').fill('');
    });

    await suite.test('the printed address sets Rostrum up and signs in', async () => {
        await page.visit(suite.server.setupUrl.slice(suite.origin.length));
        await fill(page, {
            Organization: 'Lighthouse', 'Full name': 'Ada Lovelace', Email: ADMIN, Password: PASSWORD,
        });
        await page.press('Set up Rostrum');
        await page.told('Rostrum is set up');
        await page.sees('Ada Lovelace');
    });

    await suite.test('a new organization is offered its first steps', async () => {
        await page.sees('Welcome to Rostrum');
        if (suite.has_script) await look(page);
        await page.follow('Choose starters');
        for (const [list, step] of [['/prompts', 'Create your first prompt'], ['/agents', 'New agent'], ['/teams', 'New team'], ['/sets', 'New test set']]) {
            await page.visit(list);
            if (suite.has_script) await look(page);
            await page.follow(step, { within: page.locator('.empty') });
        }
    });

    await suite.test('the set-up happens once', async () => {
        const stranger = await suite.open();
        const response = await stranger.goto(suite.server.setupUrl);
        assert.ok(response.status() === 404 || stranger.url().includes('/login'), stranger.url());
        await suite.close(stranger);
    });
}

async function come_and_go(suite, page) {
    await suite.test('signing out ends the session', async () => {
        await page.open_account_menu();
        await page.press('Sign out');
        await page.told('You are signed out');
        await page.visit('/prompts');
        assert.equal(new URL(page.url()).pathname, '/login');
    });

    await suite.test('a wrong password is refused, and the address stays', async () => {
        await fill(page, { Email: ADMIN, Password: 'not this one, surely' });
        await page.press('Sign in', { status: 422 });
        await page.told('Wrong email or password');
        assert.equal(await value_of(page, 'Email'), ADMIN);
        assert.equal(await value_of(page, 'Password'), '');
    });

    await suite.test('the right one leads where one wanted to go', async () => {
        await fill(page, { Password: PASSWORD });
        await page.press('Sign in');
        assert.equal(new URL(page.url()).pathname, '/prompts');
    });
}

async function colors(suite, page) {
    const theme = () => page.locator('html').getAttribute('data-theme');
    await suite.test('the switch of colors works and lasts', async () => {
        await page.visit('/prompts?sort=name');
        await page.open_account_menu();
        await page.press('Dark');
        assert.equal(await theme(), 'dark');
        assert.equal(new URL(page.url()).search, '?sort=name');
        assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'dark');
        await page.visit('/account');
        assert.equal(await theme(), 'dark');
        await page.open_account_menu();
        await page.press('Light');
        assert.equal(await theme(), 'light');
        await page.open_account_menu();
        await page.press('As the system');
        assert.equal(await theme(), null);
    });
}

export async function sign_in(suite) {
    const page = await suite.open();
    await set_up(suite, page);
    await come_and_go(suite, page);
    await colors(suite, page);
    await suite.close(page);
}
