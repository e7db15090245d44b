//! The method `poller` of builders whose operations start a job.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{ImplItem, Path};

use crate::emit::context::{Context, ident};
use crate::emit::operations::inputs::{AcceptedInput, inputs};
use crate::emit::operations::new;
use crate::emit::operations::pagination::path;
use crate::emit::syntax::{self, Attributes};
use crate::model::{Operation, OperationId, ShapeId};

/// The functions of the builders of operations that start a job.
pub(crate) const RESERVED_INPUTS: &[&str] = &["poll", "poller", "result"];

/// The function that creates a request from the id of a job as text.
pub(super) const OF_JOB: &str = "of_job";

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
    let by_id = constructor_by_id(context, job.poll).map(|new| quote!(by #new));
    let result = job.result.and_then(|id| {
        let new = constructor_by_id(context, id)?;
        let result = context.operation_path(id);
        let optional = (!job.empty.is_empty()).then(|| quote!(?));
        Some(quote!(#(#features)* job_result!(#name #optional => #result, by #new);))
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

/// Returns the function that creates the request of an operation from the id of a job; `None` if
/// the operation requires more than a single value in the path.
fn constructor_by_id(context: &Context<'_>, id: OperationId) -> Option<Ident> {
    let mut required = inputs(context, id).filter(AcceptedInput::is_required);
    let (first, None) = (required.next()?, required.next()) else {
        return None;
    };
    if first.is_text_in_path() {
        Some(syntax::identifier("new"))
    } else {
        first.as_text_in_path(context)?;
        Some(syntax::identifier(OF_JOB))
    }
}

/// Emits the function that creates the request from the id of a job as text, if a job needs it:
/// `new` takes a value of the type of the parameter.
pub(super) fn of_job(
    context: &Context<'_>,
    id: OperationId,
    named: &impl Fn(ShapeId) -> Path,
) -> Option<ImplItem> {
    let is_needed = context.job_operations.contains(&id)
        && constructor_by_id(context, id).is_some_and(|new| new == OF_JOB);
    if !is_needed {
        return None;
    }
    let inputs = inputs(context, id).map(|input| {
        let text = input.as_text_in_path(context);
        text.filter(|_| input.is_required()).unwrap_or(input)
    });
    let inputs: Vec<AcceptedInput<'_>> = inputs.collect();
    let operation = &context.library.operation(id).item;
    // The operation that starts the job may be behind the feature of another tag.
    let unused = syntax::attribute_list("allow", quote!(dead_code));
    let attributes = Attributes::default().with([unused]);
    Some(new(context, operation, &inputs, named, OF_JOB, attributes))
}

/// Returns the paragraph of the documentation about the job that the operation starts.
pub(in crate::emit) fn note(operation: &Operation<ShapeId>) -> Option<String> {
    operation.job.as_ref()?;
    let builder = operation.type_name.as_str();
    Some(format!(
        "The operation starts a job. [`poller`]({builder}::poller) starts it and waits until it ends."
    ))
}
