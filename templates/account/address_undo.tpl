{{%AUTOESCAPE context="HTML"}}
{{! The link in the mails to an old address. NEW_EMAIL OLD_EMAIL; WAS_ASKED or WAS_CONFIRMED. Includes ERROR_SUMMARY. }}
<h1>Keep your old address</h1>
<form class="form" method="post">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
{{#WAS_ASKED}}<p>Someone who knows your password asked to change your address to <bdi><b>{{NEW_EMAIL}}</b></bdi>. It then stays <bdi><b>{{OLD_EMAIL}}</b></bdi>.</p>{{/WAS_ASKED}}
{{#WAS_CONFIRMED}}<p>Your address was changed to <bdi><b>{{NEW_EMAIL}}</b></bdi>. It becomes <bdi><b>{{OLD_EMAIL}}</b></bdi> again, all sessions end, and you choose a new password.</p>{{/WAS_CONFIRMED}}
<div class="form-actions"><button class="btn primary">Keep the old address</button></div>
</form>
