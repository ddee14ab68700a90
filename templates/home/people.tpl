{{%AUTOESCAPE context="HTML"}}
{{! How many people are in which state: ACTIVE, sections INVITED INACTIVE NEVER with N; WAITING with ROW: USER_ID PERSON AGO, HAS_MORE. }}
<section aria-labelledby="people-title"><div class="section-head"><h2 id="people-title">People</h2><a href="/users/new">Invite user</a></div>
<ul class="stats"><li><a href="/users?state=active"><b>{{ACTIVE}}</b> active</a></li>{{#INVITED}}<li><a href="/users?state=invited"><b>{{N}}</b> invited</a></li>{{/INVITED}}{{#INACTIVE}}<li><a href="/users?state=inactive"><b>{{N}}</b> inactive</a></li>{{/INACTIVE}}{{#NEVER}}<li><b>{{N}}</b> never signed in</li>{{/NEVER}}</ul>
{{#WAITING}}<p class="hint">Invited, not here yet: {{#ROW}}<a href="/users/{{USER_ID}}">{{PERSON}}</a> <span class="nowrap">(<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>)</span> {{/ROW}}{{#HAS_MORE}}<a href="/users?state=invited">and more</a>{{/HAS_MORE}}</p>{{/WAITING}}
</section>
