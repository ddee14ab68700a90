{{%AUTOESCAPE context="HTML"}}
{{! Accepting an invitation. ORGANIZATION, ADDRESS; FULL_NAME as typed or as invited. Includes ERROR_SUMMARY. }}
<h1>Join {{ORGANIZATION}}</h1>
<p class="muted">You are invited to Rostrum. Choose a password, and you are in.</p>
<form class="form" method="post" action="{{PATH}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<div class="field"><label for="email">Email</label><input id="email" type="email" value="{{ADDRESS}}" autocomplete="username" readonly></div>
<div class="field"><label for="full_name">Full name</label><input id="full_name" name="full_name" value="{{FULL_NAME}}" autocomplete="name" maxlength="120" required{{#FULL_NAME_ERROR}} aria-invalid="true" aria-describedby="full_name-error"{{/FULL_NAME_ERROR}}>{{#FULL_NAME_ERROR}}<p class="field-error" id="full_name-error">{{MESSAGE}}</p>{{/FULL_NAME_ERROR}}</div>
<div class="field"><label for="password">Password</label><input id="password" name="password" type="password" autocomplete="new-password" minlength="15" maxlength="256" required aria-describedby="password-hint{{#PASSWORD_ERROR}} password-error{{/PASSWORD_ERROR}}"{{#PASSWORD_ERROR}} aria-invalid="true"{{/PASSWORD_ERROR}}>{{#PASSWORD_ERROR}}<p class="field-error" id="password-error">{{MESSAGE}}</p>{{/PASSWORD_ERROR}}<p class="hint" id="password-hint">At least 15 characters. Four or five unrelated words are strong and easy to remember; your name, address and organization do not count.</p></div>
<div class="form-actions"><button class="btn primary">Accept invitation</button></div>
</form>
