{{%AUTOESCAPE context="HTML"}}
{{! Organizations by their numbers: KIND (KIND_TITLE), ROW with ORGANIZATION_ID NAME SUSPENDED IS_HOME IS_HERE MAY_ENTER USERS COUNT (KIND_TITLE RECORDS) LAST (DAY). }}
<table class="list"><caption class="sr">Organizations by name</caption>
<thead><tr><th scope="col">Organization</th><th scope="col" class="num">Users</th>{{#KIND}}<th scope="col" class="num">{{KIND_TITLE}}</th>{{/KIND}}<th scope="col">Last change</th><th scope="col"><span class="sr">Enter</span></th></tr></thead>
<tbody>
{{#ROW}}<tr><td class="primary"><div class="title"><a href="/organizations/{{ORGANIZATION_ID}}"><strong>{{NAME}}</strong></a>{{#CLOSED}}<span class="chip state bad">Closed</span>{{/CLOSED}}{{#SUSPENDED}}<span class="chip state off">Suspended</span>{{/SUSPENDED}}{{#NEAR_LIMIT}}<span class="chip state wait">{{NEAR_TEXT}}</span>{{/NEAR_LIMIT}}{{#IS_HOME}}<span class="chip">Your own</span>{{/IS_HOME}}{{#IS_HERE}}<span class="chip state">You are here</span>{{/IS_HERE}}</div></td><td class="num" data-label="Users">{{USERS}}</td>{{#COUNT}}<td class="num" data-label="{{KIND_TITLE}}">{{RECORDS}}</td>{{/COUNT}}<td class="when" data-label="Last change">{{#LAST}}<time datetime="{{DAY}}">{{DAY}}</time>{{/LAST}}</td><td class="act">{{#MAY_ENTER}}<form method="post" action="/organizations/{{ORGANIZATION_ID}}/enter"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn small">Enter<span class="sr"> {{NAME}}</span></button></form>{{/MAY_ENTER}}</td></tr>
{{/ROW}}
</tbody></table>
