// What is done to a page before it is looked at.

import { fill } from './suite.mjs';

/** Sends a form as a browser without its own validation would. */
export async function send(page, button, status) {
    await page.locator('main form').evaluateAll((forms) => {
        for (const form of forms) form.noValidate = true;
    });
    return page.press(button, { status, within: page.locator('main') });
}

/** Fills fields, presses a button and wants this status. */
export const sending = (values, button, status) => async (page) => {
    await fill(page.locator('main'), values);
    await send(page, button, status);
};

/** As if the form had been opened when the record had this revision. */
export const with_revision = (page, revision) =>
    page.locator('main input[name=revision]').evaluate((input, n) => { input.value = n; }, revision);

export const without_session = (values, button) => async (page) => {
    const cookies = await page.context().cookies();
    await page.context().clearCookies();
    await sending(values, button, 403)(page);
    await page.context().addCookies(cookies);
};

/** As if the form had been open since before signing in. */
export const with_old_token = (button) => async (page) => {
    await page.locator('main input[name=csrf]').evaluateAll((all) => {
        for (const one of all) one.value = 'A'.repeat(43);
    });
    const menu = page.locator('details.more > summary');
    if (await menu.count()) await menu.click();
    await send(page, button, 403);
};
