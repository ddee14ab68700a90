{{%AUTOESCAPE context="HTML"}}
{{! Changing a person. FULL_NAME, EMAIL as typed; BASE_VERSION; MAY_CHOOSE (PERSONA_OPTION), FULL (PERSONA), MAY_TAKE_SUPERUSER (CHECKED), ASK_PASSWORD, STALE. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<p class="crumbs"><a href="/users">People</a> / <a href="/users/{{ID}}">{{NAME}}</a></p>
<h1>Edit user</h1>
</div>
</div>
<form class="form" method="post" action="/users/{{ID}}/edit" data-guard>
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="version" value="{{BASE_VERSION}}">
{{>ERROR_SUMMARY}}
{{#STALE}}<div class="callout warning"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#warning"></use></svg><div>Now saved: {{STALE_NAME}}, {{STALE_EMAIL}}, {{STALE_PERSONA}}{{#STALE_SUPERUSER}}, superuser{{/STALE_SUPERUSER}}. Below is what you typed.</div></div>{{/STALE}}
<div class="fields">
<div class="field"><label for="full_name">Full name</label><input id="full_name" name="full_name" value="{{FULL_NAME}}" maxlength="120" autocomplete="off" required{{#FULL_NAME_ERROR}} aria-invalid="true" aria-describedby="full_name-error"{{/FULL_NAME_ERROR}}>{{#FULL_NAME_ERROR}}<p class="field-error" id="full_name-error">{{MESSAGE}}</p>{{/FULL_NAME_ERROR}}</div>
<div class="field"><label for="email">Email</label><input id="email" name="email" type="email" value="{{EMAIL}}" maxlength="254" autocomplete="off" autocapitalize="none" spellcheck="false" required{{#EMAIL_ERROR}} aria-invalid="true" aria-describedby="email-error"{{/EMAIL_ERROR}}>{{#EMAIL_ERROR}}<p class="field-error" id="email-error">{{MESSAGE}}</p>{{/EMAIL_ERROR}}</div>
</div>
{{#MAY_CHOOSE}}<div class="field"><label for="user_persona">Persona</label><select id="user_persona" name="user_persona" aria-describedby="user_persona-hint{{#USER_PERSONA_ERROR}} user_persona-error{{/USER_PERSONA_ERROR}}"{{#USER_PERSONA_ERROR}} aria-invalid="true"{{/USER_PERSONA_ERROR}}>{{#PERSONA_OPTION}}<option value="{{VALUE}}"{{#SELECTED}} selected{{/SELECTED}}>{{TEXT}}</option>{{/PERSONA_OPTION}}</select>{{#USER_PERSONA_ERROR}}<p class="field-error" id="user_persona-error">{{MESSAGE}}</p>{{/USER_PERSONA_ERROR}}<p class="hint" id="user_persona-hint">A new persona ends their sessions: they sign in again.</p></div>{{/MAY_CHOOSE}}
{{#IS_SELF}}{{#FULL}}<p class="muted">Your persona is {{PERSONA}}. You can't change your own.</p>{{/FULL}}{{/IS_SELF}}
{{#MAY_TAKE_SUPERUSER}}<div class="field"><label class="check-row"><input type="checkbox" id="is_superuser" name="is_superuser" value="1"{{#CHECKED}} checked{{/CHECKED}}{{#IS_SUPERUSER_ERROR}} aria-invalid="true" aria-describedby="is_superuser-error"{{/IS_SUPERUSER_ERROR}}> Superuser: may do everything, in every organization</label>{{#IS_SUPERUSER_ERROR}}<p class="field-error" id="is_superuser-error">{{MESSAGE}}</p>{{/IS_SUPERUSER_ERROR}}</div>{{/MAY_TAKE_SUPERUSER}}
{{#ASK_PASSWORD}}<div class="field"><label for="current_password">Your password</label><input id="current_password" name="current_password" type="password" autocomplete="current-password" aria-describedby="current_password-hint{{#CURRENT_PASSWORD_ERROR}} current_password-error{{/CURRENT_PASSWORD_ERROR}}"{{#CURRENT_PASSWORD_ERROR}} aria-invalid="true"{{/CURRENT_PASSWORD_ERROR}}>{{#CURRENT_PASSWORD_ERROR}}<p class="field-error" id="current_password-error">{{MESSAGE}}</p>{{/CURRENT_PASSWORD_ERROR}}<p class="hint" id="current_password-hint">Only for a new address, persona or superuser flag: it shows that it is you.</p></div>{{/ASK_PASSWORD}}
<div class="form-actions"><button class="btn primary">Save user</button><a class="btn quiet" href="/users/{{ID}}">Cancel</a></div>
</form>
