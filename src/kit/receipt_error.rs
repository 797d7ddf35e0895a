//! Why the answer in a file cannot be verified.

use std::path::PathBuf;

use crate::model::lang::Explain;
use crate::model::message::Message;
use crate::msg;

/// Says why the answer in a file cannot be verified.
#[derive(Debug, thiserror::Error)]
#[error("\"{}\" cannot be verified", path.display())]
pub struct ReceiptError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub problem: ReceiptProblem,
}

/// Says what is wrong with a file that is to be verified.
#[derive(Debug, PartialEq, Eq)]
pub enum ReceiptProblem {
    /// It is larger than any answer, with the most bytes.
    TooLarge(u64),
    /// It is not JSON as an answer is, and what the reader says.
    NotAnAnswer(String),
    /// It is an answer without a receipt.
    NoReceipt,
    /// Its receipt is of another version.
    OtherVersion(u64),
    /// Its receipt names a report that this version does not have.
    UnknownReport(String),
    /// Its receipt names an option or a value that this version does not have.
    UnknownOptions,
    /// Its receipt has no moment.
    NoMoment,
    /// Its receipt names no shop.
    NoShop,
    /// Its receipt is of this many shops, and its rows do not name theirs.
    NamelessShops(usize),
}

impl Explain for ReceiptError {
    fn code(&self) -> &'static str {
        match self.problem {
            ReceiptProblem::TooLarge(_) => "answer-too-large",
            ReceiptProblem::NotAnAnswer(_) => "not-an-answer",
            ReceiptProblem::NoReceipt => "no-receipt",
            ReceiptProblem::OtherVersion(_) => "receipt-version",
            ReceiptProblem::UnknownReport(_) => "receipt-report",
            ReceiptProblem::UnknownOptions => "receipt-options",
            ReceiptProblem::NoMoment => "receipt-moment",
            ReceiptProblem::NoShop | ReceiptProblem::NamelessShops(_) => "receipt-shops",
        }
    }

    fn message(&self) -> Message {
        let path = &self.path;
        match &self.problem {
            ReceiptProblem::TooLarge(most) => msg!("error-answer-too-large", path = path, mebibytes = *most >> 20),
            ReceiptProblem::NotAnAnswer(error) => msg!("error-not-an-answer", path = path, error = error),
            ReceiptProblem::NoReceipt => msg!("error-no-receipt", path = path),
            ReceiptProblem::OtherVersion(version) => msg!("error-receipt-version", path = path, version = *version),
            ReceiptProblem::UnknownReport(name) => msg!("error-receipt-report", path = path, name = name),
            ReceiptProblem::UnknownOptions => msg!("error-receipt-options", path = path),
            ReceiptProblem::NoMoment => msg!("error-receipt-moment", path = path),
            ReceiptProblem::NoShop => msg!("error-receipt-no-shop", path = path),
            ReceiptProblem::NamelessShops(shops) => msg!("error-receipt-shops", path = path, shops = *shops),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(match self.problem {
            ReceiptProblem::TooLarge(_) | ReceiptProblem::NotAnAnswer(_) | ReceiptProblem::NoReceipt => {
                msg!("hint-no-receipt")
            }
            ReceiptProblem::OtherVersion(_) | ReceiptProblem::UnknownReport(_) | ReceiptProblem::UnknownOptions => {
                msg!("hint-receipt-version")
            }
            ReceiptProblem::NoShop | ReceiptProblem::NamelessShops(_) | ReceiptProblem::NoMoment => {
                msg!("hint-receipt-edited")
            }
        })
    }
}
