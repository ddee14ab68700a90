{{%AUTOESCAPE context="HTML"}}
{{! A link about an address that was used, replaced or is too old. }}
<h1>This link does not work any more</h1>
<p>It was used already, another address was asked for since, or it is too old. Your profile shows the address that you sign in with.</p>
<div class="form-actions"><a class="btn primary" href="/account">Your profile</a></div>
