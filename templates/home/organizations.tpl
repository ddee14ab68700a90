{{%AUTOESCAPE context="HTML"}}
{{! Every organization by its numbers: KIND (KIND_TITLE), ROW with ORGANIZATION_ID NAME SUSPENDED USERS COUNT (KIND_TITLE KIND_NAMES KIND_PATH RECORDS) LAST (DAY); HAS_MORE. }}
<section aria-labelledby="organizations-title"><h2 id="organizations-title">Organizations</h2>
<table class="list"><caption class="sr">Organizations by name</caption>
<thead><tr><th scope="col">Organization</th><th scope="col" class="num">Users</th>{{#KIND}}<th scope="col" class="num">{{KIND_TITLE}}</th>{{/KIND}}<th scope="col">Last change</th></tr></thead>
<tbody>
{{#ROW}}<tr><td class="primary"><div class="title"><strong>{{NAME}}</strong>{{#SUSPENDED}}<span class="chip state off">Suspended</span>{{/SUSPENDED}}</div></td><td class="num" data-label="Users"><a href="/users?organization={{ORGANIZATION_ID}}">{{USERS}}<span class="sr"> users of {{NAME}}</span></a></td>{{#COUNT}}<td class="num" data-label="{{KIND_TITLE}}"><a href="{{KIND_PATH}}?organization={{ORGANIZATION_ID}}">{{RECORDS}}<span class="sr"> {{KIND_NAMES}} of {{NAME}}</span></a></td>{{/COUNT}}<td class="when" data-label="Last change">{{#LAST}}<time datetime="{{DAY}}">{{DAY}}</time>{{/LAST}}</td></tr>
{{/ROW}}
</tbody></table>
{{#HAS_MORE}}<p class="hint">The first 50 by name.</p>{{/HAS_MORE}}
</section>
