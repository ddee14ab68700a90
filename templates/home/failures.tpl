{{%AUTOESCAPE context="HTML"}}
{{! Sign-ins that failed within 7 days: NONE, or SOME with COUNT; ROW: USER_ID PERSON AGO, the newest by person. }}
<section aria-labelledby="failures-title"><div class="section-head"><h2 id="failures-title">Failed sign-ins in 7 days</h2><a href="/audit?action=session.">Sign-ins and sessions</a></div>
{{#NONE}}<p class="muted">None.</p>{{/NONE}}
{{#SOME}}<p><strong>{{COUNT}}</strong>, by people with an account here. The last of each:</p>{{/SOME}}
<ul class="rows">
{{#ROW}}<li><a href="/users/{{USER_ID}}">{{PERSON}}</a> <time class="muted" datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time></li>
{{/ROW}}
</ul>
</section>
