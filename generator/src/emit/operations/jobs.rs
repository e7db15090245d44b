//! The method `poller` of builders whose operations start a job.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::context::{Context, ident};
use crate::emit::operations::pagination::path;
use crate::model::{Input, Location, Operation, OperationId, ShapeId, Type};

/// The functions of the builders of operations that start a job.
pub(crate) const RESERVED_INPUTS: &[&str] = &["poll", "poller", "result"];

/// Emits the description of the job, if the operation starts one.
pub(super) fn job(context: &Context<'_>, operation: &Operation<ShapeId>) -> Option<TokenStream> {
    let job = operation.job.as_ref()?;
    let name = ident(&operation.type_name);
    let others = [Some(job.poll), job.result];
    let features = others.into_iter().flatten().filter_map(|id| {
        let tag = &context.library.operation(id).item.tag;
        let is_other = tag.module != operation.tag.module;
        is_other.then(|| context.tag_features.of_tag(&tag.module).cfg())
    });
    let features: Vec<_> = features.collect();
    let poll = context.operation_path(job.poll);
    let by_id = takes_id(context, job.poll).then(|| quote!(by id));
    let result = job.result.filter(|id| takes_id(context, *id)).map(|id| {
        let result = context.operation_path(id);
        let optional = (!job.empty.is_empty()).then(|| quote!(?));
        quote!(#(#features)* job_result!(#name #optional => #result);)
    });
    let (id, status) = (path(&job.id), path(&job.status));
    let (success, empty, failure) = (&job.success, &job.empty, &job.failure);
    Some(quote! {
        #(#features)*
        impl ::intercom_codegen_runtime::JobOperation for #name {
            type Poll = #poll;

            const JOB: ::intercom_codegen_runtime::Job = ::intercom_codegen_runtime::Job {
                id: #id,
                status: #status,
                success: &[#(#success),*],
                empty: &[#(#empty),*],
                failure: &[#(#failure),*],
            };
        }

        #(#features)*
        poller!(#name #by_id);
        #result
    })
}

/// Returns `true` if text in the path is all that the operation requires.
fn takes_id(context: &Context<'_>, id: OperationId) -> bool {
    let operation = &context.library.operation(id).item;
    let is_required = |input: &Input<'_, ShapeId>| match input {
        Input::Parameter(parameter) => parameter.required,
        Input::Field(_, field) => field.required,
        Input::Body(body) => body.is_required(),
    };
    let mut required = operation.inputs().filter(is_required);
    let is_text = matches!(
        required.next(),
        Some(Input::Parameter(parameter))
            if parameter.location == Location::Path
                && *context.library.without_aliases(&parameter.ty) == Type::String
    );
    is_text && required.next().is_none()
}

/// Returns the paragraph of the documentation about the job that the operation starts.
pub(in crate::emit) fn note(operation: &Operation<ShapeId>) -> Option<String> {
    operation.job.as_ref()?;
    let builder = operation.type_name.as_str();
    Some(format!(
        "The operation starts a job. [`poller`]({builder}::poller) starts it and waits until it ends."
    ))
}
