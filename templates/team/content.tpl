{{%AUTOESCAPE context="HTML"}}
{{! What a team is made of; filled by team_content_show(). }}
<p class="muted">{{KIND_LABEL}}, {{MEMBERS_COUNTED}}. {{KIND_SENTENCE}}</p>
{{>DIAGRAM}}
<section aria-labelledby="members-title"><h2 id="members-title">Members</h2>
<table class="list"><caption class="sr">Members in their order</caption><thead><tr><th scope="col">Agent</th><th scope="col">Role</th><th scope="col">Model</th><th scope="col">Version</th></tr></thead><tbody>
{{#MEMBER}}<tr><td class="primary"><div class="title"><span><span class="muted">{{N}}.</span> {{#THERE}}<a href="/agents/{{AGENT_ID}}">{{MEMBER_NAME}}</a>{{/THERE}}{{#GONE}}{{MEMBER_NAME}} <span class="chip state off">Deleted</span>{{/GONE}}</span>{{#MEMBER_ARCHIVED}}<span class="chip state off">Archived</span>{{/MEMBER_ARCHIVED}}</div>{{#SUB}}<p class="sub">{{MEMBER_DESCRIPTION}}</p>{{/SUB}}</td><td><span class="chip">{{ROLE_LABEL}}</span></td><td>{{MEMBER_MODEL}}</td><td>{{#IS_LABELLED}}<span class="chip label{{LABEL_CLASS}}">{{LABEL_NAME}}</span> {{#AT_VERSION}}<span class="chip ver">v{{N}}</span>{{/AT_VERSION}}{{#NOWHERE}}<span class="muted">not on any version yet</span>{{/NOWHERE}}{{/IS_LABELLED}}{{#IS_PINNED}}<span class="chip ver">v{{N}}</span> Pinned{{/IS_PINNED}}{{#IS_CURRENT}}<span class="chip ver">v{{N}}</span> Latest{{/IS_CURRENT}}{{#IS_BEHIND}}<br><span class="muted">latest is v{{CURRENT}}</span>{{/IS_BEHIND}}</td></tr>
{{/MEMBER}}</tbody></table></section>
{{#EDGES}}<section aria-labelledby="edges-title"><h2 id="edges-title">Edges</h2>
<table class="list"><caption class="sr">Edges and their conditions</caption><thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">Condition</th></tr></thead><tbody>
{{#EDGE}}<tr><td data-label="From">{{#EDGE_FROM}}{{#THERE}}<a href="/agents/{{AGENT_ID}}">{{MEMBER_NAME}}</a>{{/THERE}}{{#GONE}}{{MEMBER_NAME}}{{/GONE}}{{/EDGE_FROM}}</td><td data-label="To">{{#EDGE_TO}}{{#THERE}}<a href="/agents/{{AGENT_ID}}">{{MEMBER_NAME}}</a>{{/THERE}}{{#GONE}}{{MEMBER_NAME}}{{/GONE}}{{/EDGE_TO}}</td><td data-label="If">{{#EDGE_CONDITION}}{{CONDITION}}{{/EDGE_CONDITION}}{{#NO_CONDITION}}<span class="muted">always</span>{{/NO_CONDITION}}</td></tr>
{{/EDGE}}</tbody></table></section>{{/EDGES}}
{{#ENDS}}<section aria-labelledby="stops-title"><h2 id="stops-title">Stops when</h2><ul>{{#END}}<li>{{END_SENTENCE}}</li>{{/END}}</ul>{{#NO_END}}<p class="muted">Its work is done. It has no limit.</p>{{/NO_END}}</section>{{/ENDS}}
