{{%AUTOESCAPE context="HTML"}}
{{! The fields that differ between what is there now and what was typed: of a prompt those beside its body. }}
{{#OTHER_FIELDS}}<table class="changes"><thead><tr><th scope="col">Field</th><th scope="col">Now</th><th scope="col">Yours</th></tr></thead><tbody>
{{#OTHER_FIELD}}<tr><th scope="row">{{FIELD_LABEL}}</th><td data-label="Now"><del>{{NOW:pre_escape}}</del></td><td data-label="Yours"><ins>{{YOURS:pre_escape}}</ins></td></tr>
{{/OTHER_FIELD}}</tbody></table>{{/OTHER_FIELDS}}
