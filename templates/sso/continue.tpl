{{%AUTOESCAPE context="HTML"}}
{{! Back from the provider: STATE CODE ISS, which the form sends on; SCRIPT_URL. }}
<h1>Signing you in</h1>
<p>The sign-in provider sent you back.</p>
<form class="form" method="post" action="/login/sso/callback" data-go>
<input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="state" value="{{STATE}}"><input type="hidden" name="code" value="{{CODE}}"><input type="hidden" name="iss" value="{{ISS}}">
<div class="form-actions"><button class="btn primary">Continue</button></div>
</form>
<script src="{{SCRIPT_URL}}" defer></script>
