{{%AUTOESCAPE context="HTML"}}
{{! Every organization by its numbers: ROW with ORGANIZATION_ID NAME SUSPENDED USERS PROMPTS AGENTS TEAMS LAST (DAY); HAS_MORE. }}
<section aria-labelledby="organizations-title"><h2 id="organizations-title">Organizations</h2>
<table class="list"><caption class="sr">Organizations by name</caption>
<thead><tr><th scope="col">Organization</th><th scope="col" class="num">Users</th><th scope="col" class="num">Prompts</th><th scope="col" class="num">Agents</th><th scope="col" class="num">Teams</th><th scope="col">Last change</th></tr></thead>
<tbody>
{{#ROW}}<tr><td class="primary"><div class="title"><strong>{{NAME}}</strong>{{#SUSPENDED}}<span class="chip state off">Suspended</span>{{/SUSPENDED}}</div></td><td class="num" data-label="Users"><a href="/users?organization={{ORGANIZATION_ID}}">{{USERS}}<span class="sr"> users of {{NAME}}</span></a></td><td class="num" data-label="Prompts"><a href="/prompts?organization={{ORGANIZATION_ID}}">{{PROMPTS}}<span class="sr"> prompts of {{NAME}}</span></a></td><td class="num" data-label="Agents"><a href="/agents?organization={{ORGANIZATION_ID}}">{{AGENTS}}<span class="sr"> agents of {{NAME}}</span></a></td><td class="num" data-label="Teams"><a href="/teams?organization={{ORGANIZATION_ID}}">{{TEAMS}}<span class="sr"> teams of {{NAME}}</span></a></td><td class="when">{{#LAST}}<time datetime="{{DAY}}">{{DAY}}</time>{{/LAST}}</td></tr>
{{/ROW}}
</tbody></table>
{{#HAS_MORE}}<p class="hint">The first 50 by name.</p>{{/HAS_MORE}}
</section>
