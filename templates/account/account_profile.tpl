{{%AUTOESCAPE context="HTML"}}
{{! One's own profile. FULL_NAME, EMAIL as typed; BASE_VERSION, ASK_PASSWORD, STALE; ZONE_SINGLE (VALUE SELECTED), ZONE_GROUP (PART ZONE_OPTION), NOW; EMAIL_BY_MAIL, EMAIL_BY_ADMIN, WAITING_EMAIL (NEW_EMAIL UNTIL); INBOX_MAIL (INBOX_OPTION); FULL as user_view.h says. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<h1>Your profile</h1>
{{#FULL}}<div class="meta"><span class="chip persona">{{PERSONA}}</span>{{#SUPERUSER}}<span class="chip">Superuser</span>{{/SUPERUSER}}<span>{{ORGANIZATION}}</span></div>{{/FULL}}
</div>
</div>
{{#WAITING_EMAIL}}<div class="callout info"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#info"></use></svg><div><p>You asked for the address <bdi>{{NEW_EMAIL}}</bdi>. Confirm it with the link in the mail that was sent there{{#UNTIL}}, until <time datetime="{{ISO}}" title="{{EXACT}}">{{EXACT}}</time>{{/UNTIL}}. Until then you sign in with the old one.</p><form class="inline" method="post" action="/account/address/cancel"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn small">Keep the old address</button></form></div></div>
{{/WAITING_EMAIL}}<form class="form" method="post" action="/account" data-guard>
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="version" value="{{BASE_VERSION}}">
{{>ERROR_SUMMARY}}
{{#STALE}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>Now saved: {{STALE_NAME}}, {{STALE_EMAIL}}, {{STALE_PERSONA}}{{#STALE_SUPERUSER}}, superuser{{/STALE_SUPERUSER}}. Below is what you typed.</div></div>{{/STALE}}
<div class="fields">
<div class="field"><label for="full_name">Full name</label><input id="full_name" name="full_name" value="{{FULL_NAME}}" maxlength="120" autocomplete="name" required{{#FULL_NAME_ERROR}} aria-invalid="true" aria-describedby="full_name-error"{{/FULL_NAME_ERROR}}>{{#FULL_NAME_ERROR}}<p class="field-error" id="full_name-error">{{MESSAGE}}</p>{{/FULL_NAME_ERROR}}</div>
<div class="field"><label for="email">Email</label><input id="email" name="email" type="email" value="{{EMAIL}}" maxlength="254" autocomplete="username" autocapitalize="none" spellcheck="false" required{{#EMAIL_ERROR}} aria-invalid="true" aria-describedby="email-error"{{/EMAIL_ERROR}}>{{#EMAIL_ERROR}}<p class="field-error" id="email-error">{{MESSAGE}}</p>{{/EMAIL_ERROR}}{{#EMAIL_BY_MAIL}}<p class="hint">You confirm a new address with the link in a mail to it; a mail to the old one says so.</p>{{/EMAIL_BY_MAIL}}{{#EMAIL_BY_ADMIN}}<p class="hint">An administrator of your organization changes it.</p>{{/EMAIL_BY_ADMIN}}</div>
</div>
<div class="field"><label for="time_zone">Time zone</label><select id="time_zone" name="time_zone" aria-describedby="time_zone-hint{{#TIME_ZONE_ERROR}} time_zone-error{{/TIME_ZONE_ERROR}}"{{#TIME_ZONE_ERROR}} aria-invalid="true"{{/TIME_ZONE_ERROR}}>{{#ZONE_SINGLE}}<option{{#SELECTED}} selected{{/SELECTED}}>{{VALUE}}</option>{{/ZONE_SINGLE}}{{#ZONE_GROUP}}<optgroup label="{{PART}}">{{#ZONE_OPTION}}<option{{#SELECTED}} selected{{/SELECTED}}>{{VALUE}}</option>{{/ZONE_OPTION}}</optgroup>{{/ZONE_GROUP}}</select>{{#TIME_ZONE_ERROR}}<p class="field-error" id="time_zone-error">{{MESSAGE}}</p>{{/TIME_ZONE_ERROR}}<p class="hint" id="time_zone-hint">All days and times are shown in it. {{#NOW}}Now it is <time datetime="{{ISO}}">{{EXACT}}</time>.{{/NOW}}</p><p class="hint" data-zone="time_zone" hidden>This browser is in <b></b>. <button class="btn small" type="button">Use this zone</button></p></div>
{{#ASK_PASSWORD}}<div class="field"><label for="current_password">Your password</label><input id="current_password" name="current_password" type="password" autocomplete="current-password" aria-describedby="current_password-hint{{#CURRENT_PASSWORD_ERROR}} current_password-error{{/CURRENT_PASSWORD_ERROR}}"{{#CURRENT_PASSWORD_ERROR}} aria-invalid="true"{{/CURRENT_PASSWORD_ERROR}}>{{#CURRENT_PASSWORD_ERROR}}<p class="field-error" id="current_password-error">{{MESSAGE}}</p>{{/CURRENT_PASSWORD_ERROR}}<p class="hint" id="current_password-hint">Only for a new address: it shows that it is you.</p></div>{{/ASK_PASSWORD}}
<div class="form-actions"><button class="btn primary">Save profile</button></div>
</form>
{{#INBOX_MAIL}}<form class="form" method="post" action="/account/mail" id="mail">
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field"><label for="inbox">Mail about your inbox</label><select id="inbox" name="inbox" aria-describedby="inbox-hint">{{#INBOX_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{VALUE}}</option>{{/INBOX_OPTION}}</select><p class="hint" id="inbox-hint">Proposals to review, decisions, comments and whatever else waits there. Notices about the security of your account come in any case.</p></div>
<div class="form-actions"><button class="btn">Save mail setting</button></div>
</form>{{/INBOX_MAIL}}
