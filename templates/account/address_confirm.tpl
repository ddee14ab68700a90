{{%AUTOESCAPE context="HTML"}}
{{! The link in the mail to a new address. NEW_EMAIL OLD_EMAIL. Includes ERROR_SUMMARY. }}
<h1>Confirm your new address</h1>
<form class="form" method="post">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{>ERROR_SUMMARY}}
<p>From then on you sign in with <bdi><b>{{NEW_EMAIL}}</b></bdi> in place of <bdi>{{OLD_EMAIL}}</bdi>.</p>
<div class="form-actions"><button class="btn primary">Confirm address</button></div>
</form>
