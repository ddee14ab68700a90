{{%AUTOESCAPE context="HTML"}}
{{! A new password by link. ORGANIZATION, ADDRESS, MIN_CHARS, WITH_FACTOR. Includes ERROR_SUMMARY. }}
<h1>Choose a new password</h1>
<p class="muted">For your account at {{ORGANIZATION}}. All your other sessions end with it.</p>
<form class="form" method="post" action="{{PATH}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<div class="field"><label for="email">Email</label><input id="email" type="email" value="{{ADDRESS}}" autocomplete="username" readonly></div>
<div class="field"><label for="password">Password</label><input id="password" name="password" type="password" autocomplete="new-password" minlength="{{MIN_CHARS}}" maxlength="256" required aria-describedby="password-hint{{#PASSWORD_ERROR}} password-error{{/PASSWORD_ERROR}}"{{#PASSWORD_ERROR}} aria-invalid="true"{{/PASSWORD_ERROR}}>{{#PASSWORD_ERROR}}<p class="field-error" id="password-error">{{MESSAGE}}</p>{{/PASSWORD_ERROR}}<p class="hint" id="password-hint">At least {{MIN_CHARS}} characters{{#WITH_FACTOR}}, because you sign in with a code as well{{/WITH_FACTOR}}. Four or five unrelated words are strong and easy to remember; your name, address and organization do not count.</p></div>
<div class="form-actions"><button class="btn primary">Save password</button></div>
</form>
