{{%AUTOESCAPE context="HTML"}}
{{! One's own password. ADDRESS, MIN_CHARS of the new one, WITH_FACTOR. Includes ERROR_SUMMARY. }}
<div class="page-head">
<div>
<h1>Change password</h1>
<p class="lead">All your other sessions end with it.</p>
</div>
</div>
<form class="form" method="post" action="/account/password">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<input class="sr" type="email" value="{{ADDRESS}}" autocomplete="username" aria-label="Email" tabindex="-1" readonly>
<div class="field"><label for="current_password">Current password</label><input id="current_password" name="current_password" type="password" autocomplete="current-password" required{{#CURRENT_PASSWORD_ERROR}} aria-invalid="true" aria-describedby="current_password-error"{{/CURRENT_PASSWORD_ERROR}}>{{#CURRENT_PASSWORD_ERROR}}<p class="field-error" id="current_password-error">{{MESSAGE}}</p>{{/CURRENT_PASSWORD_ERROR}}</div>
<div class="field"><label for="password">New password</label><input id="password" name="password" type="password" autocomplete="new-password" minlength="{{MIN_CHARS}}" maxlength="256" required aria-describedby="password-hint{{#PASSWORD_ERROR}} password-error{{/PASSWORD_ERROR}}"{{#PASSWORD_ERROR}} aria-invalid="true"{{/PASSWORD_ERROR}}>{{#PASSWORD_ERROR}}<p class="field-error" id="password-error">{{MESSAGE}}</p>{{/PASSWORD_ERROR}}<p class="hint" id="password-hint">At least {{MIN_CHARS}} characters{{#WITH_FACTOR}}, because you sign in with a code as well{{/WITH_FACTOR}}. Four or five unrelated words are strong and easy to remember; your name, address and organization do not count.</p></div>
<div class="form-actions"><button class="btn primary">Change password</button></div>
</form>
