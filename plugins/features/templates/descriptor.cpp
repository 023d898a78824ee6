#include "plugins/features/templates/descriptor.hpp"

namespace herald::templates {
namespace {

constexpr const char* kSchemas = R"({
"TemplateVariable":{"oneOf":[{"type":"string","minLength":1,"maxLength":128},{"type":"object","required":["name"],
"additionalProperties":false,"properties":{"name":{"type":"string","minLength":1,"maxLength":128},
"example":{"type":["string","null"],"maxLength":1000}}}]},
"TemplateName":{"type":"string","minLength":1,"maxLength":128},
"TemplateLanguage":{"description":"BCP 47","type":"string","maxLength":35,"pattern":"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
"TemplateBody":{"type":"string","maxLength":65536},
"TemplateHtml":{"type":["string","null"],"maxLength":131072},
"TemplateVariables":{"type":"array","maxItems":100,"items":{"$ref":"#/$defs/TemplateVariable"}},
"MissingVariables":{"description":"what a variable without value does","enum":["fail","empty"],"default":"fail"},
"MessageClassName":{"enum":["otp","transactional","marketing"]},
"TemplateDraft":{"type":"object","additionalProperties":false,"required":["template_name","channel_type","template_body"],
"properties":{"template_name":{"$ref":"#/$defs/TemplateName"},"channel_type":{"type":"string","minLength":1,"maxLength":16},
"language":{"$ref":"#/$defs/TemplateLanguage"},"subject":{"type":"string","maxLength":998},
"template_body":{"$ref":"#/$defs/TemplateBody"},"template_html":{"$ref":"#/$defs/TemplateHtml"},
"template_variables":{"$ref":"#/$defs/TemplateVariables"},"missing_variables":{"$ref":"#/$defs/MissingVariables"},
"message_class":{"$ref":"#/$defs/MessageClassName"},"category":{"type":"string","maxLength":64},
"is_active":{"type":"boolean"}}},
"TemplateChange":{"type":"object","additionalProperties":false,
"properties":{"template_name":{"$ref":"#/$defs/TemplateName"},"language":{"$ref":"#/$defs/TemplateLanguage"},
"subject":{"type":"string","maxLength":998},"template_body":{"$ref":"#/$defs/TemplateBody"},
"template_html":{"$ref":"#/$defs/TemplateHtml"},"template_variables":{"$ref":"#/$defs/TemplateVariables"},
"missing_variables":{"$ref":"#/$defs/MissingVariables"},"message_class":{"$ref":"#/$defs/MessageClassName"},
"category":{"type":"string","maxLength":64},"is_active":{"type":"boolean"}}},
"TemplatePreviewWish":{"type":"object","additionalProperties":false,"properties":{
"template_variables":{"type":["object","null"]},"language":{"$ref":"#/$defs/TemplateLanguage"}}},
"TemplatePreview":{"type":"object","required":["template_id","template_version","language","message_body"],"properties":{
"template_id":{"$ref":"#/$defs/TemplateId"},"template_version":{"type":"integer"},"language":{"type":"string"},
"subject":{"type":["string","null"]},"message_body":{"type":"string"},"message_html":{"type":["string","null"]}}},
"Template":{"type":"object","required":["id","template_name","channel_type","language","version","template_body",
"created_at","updated_at"],"properties":{"id":{"$ref":"#/$defs/TemplateId"},"template_name":{"type":"string"},
"channel_type":{"type":"string"},"language":{"type":"string"},"version":{"type":"integer"},
"subject":{"type":["string","null"]},"template_body":{"type":"string"},"template_html":{"type":["string","null"]},
"template_variables":{"type":"array"},"missing_variables":{"type":"string"},"message_class":{"type":"string"},
"category":{"type":["string","null"]},"is_active":{"type":"boolean"},"created_by":{"type":["string","null"]},
"usage_count":{"description":"messages accepted with this template","type":"integer"},
"last_used_at":{"type":["string","null"]},"created_at":{"type":"string"},"updated_at":{"type":"string"}}},
"TemplateList":{"type":"object","required":["data","next_cursor","has_more"],"properties":{"data":{"type":"array",
"items":{"$ref":"#/$defs/Template"}},"next_cursor":{"type":["string","null"]},"has_more":{"type":"boolean"}}}})";

constexpr const char* kRoutes = R"([
{"id":"createTemplate","method":"POST","path":"/api/v1/communication/templates","permission":"templates.manage",
"summary":"Create a template","request":"TemplateDraft","response":"Template","status":201,"idempotent":true},
{"id":"listTemplates","method":"GET","path":"/api/v1/communication/templates","permission":"templates.read",
"summary":"Templates, oldest first","response":"TemplateList","paged":true,"query":[
{"name":"channel_type","schema":{"type":"string","maxLength":16},"expected":"at most 16 characters"},
{"name":"template_name","schema":{"type":"string","maxLength":128},"expected":"at most 128 characters"},
{"name":"language","schema":{"type":"string","maxLength":35},"expected":"at most 35 characters"}]},
{"id":"showTemplate","method":"GET","path":"/api/v1/communication/templates/{template_id}",
"permission":"templates.read","summary":"A template","response":"Template"},
{"id":"updateTemplate","method":"PATCH","path":"/api/v1/communication/templates/{template_id}",
"permission":"templates.manage","summary":"Make the next version of a template, under If-Match if you like",
"request":"TemplateChange","response":"Template"},
{"id":"deleteTemplate","method":"DELETE","path":"/api/v1/communication/templates/{template_id}",
"permission":"templates.manage","summary":"Delete a template; its messages keep their texts","status":204},
{"id":"listTemplateVersions","method":"GET","path":"/api/v1/communication/templates/{template_id}/versions",
"permission":"templates.read","summary":"Earlier versions of a template, oldest first","response":"TemplateList"},
{"id":"previewTemplate","method":"POST","path":"/api/v1/communication/templates/{template_id}/preview",
"permission":"templates.read","summary":"What a message of this template would say",
"request":"TemplatePreviewWish","response":"TemplatePreview"}])";

}  // namespace

std::string descriptor() {
  return std::string{R"({"collections":[{"name":"templates","bind":"message_template"}],"filters":[
{"name":"template","stage":"render","when":"template_id","needs":[
{"as":"template","collection":"templates","id":"/message/template_id"},
{"as":"variants","collection":"templates","where":{"template_name":"/template/template_name",
"channel_type":"/template/channel_type","live":1},"limit":100}]}],"routes":)"} +
         kRoutes + ",\"schemas\":" + kSchemas + "}";
}

}  // namespace herald::templates
