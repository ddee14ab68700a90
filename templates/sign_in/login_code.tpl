{{%AUTOESCAPE context="HTML"}}
{{! The second step of signing in. CONTINUE: a form is kept; WITH_RECOVERY: a recovery code was typed. Includes ERROR_SUMMARY, KEPT_FORM (sign_in/kept.tpl), PASSKEY_FORM (sign_in/passkey_use.tpl). }}
<h1>Enter your code</h1>
{{#CONTINUE}}<div class="callout info"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#info"></use></svg><div>What you typed is kept: the form comes back filled in.</div></div>{{/CONTINUE}}
<form class="form" method="post" action="/login/code">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>KEPT_FORM}}
{{>ERROR_SUMMARY}}
<div class="field"><label for="code">Code</label><input id="code" name="code" class="mono" inputmode="numeric" autocomplete="one-time-code" maxlength="64"{{#FIRST}} autofocus{{/FIRST}} aria-describedby="code-hint{{#CODE_ERROR}} code-error{{/CODE_ERROR}}"{{#CODE_ERROR}} aria-invalid="true"{{/CODE_ERROR}}>{{#CODE_ERROR}}<p class="field-error" id="code-error">{{MESSAGE}}</p>{{/CODE_ERROR}}<p class="hint" id="code-hint">The six digits that your authenticator app shows for Rostrum now.</p></div>
<details{{#WITH_RECOVERY}} open{{/WITH_RECOVERY}}><summary>Use a recovery code instead</summary>
<div class="field"><label for="recovery_code">Recovery code</label><input id="recovery_code" name="recovery_code" class="mono" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="64" aria-describedby="recovery_code-hint{{#RECOVERY_CODE_ERROR}} recovery_code-error{{/RECOVERY_CODE_ERROR}}"{{#RECOVERY_CODE_ERROR}} aria-invalid="true"{{/RECOVERY_CODE_ERROR}}>{{#RECOVERY_CODE_ERROR}}<p class="field-error" id="recovery_code-error">{{MESSAGE}}</p>{{/RECOVERY_CODE_ERROR}}<p class="hint" id="recovery_code-hint">One of the ten that you saved; each works once. If you have neither, an administrator of your organization can remove your second factor.</p></div></details>
<div class="form-actions"><button class="btn primary">Sign in</button><a class="btn quiet" href="/login">Start again</a></div>
</form>
{{>PASSKEY_FORM}}
