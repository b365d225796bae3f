//! What a response says. Source: S34, 5.1.3.

use super::open::open_type;

open_type! {
    /// The command_status: what a response says; 0 in requests. Values from 0x400 to 0x4ff are each centre's own.
    /// Source: S34, 5.1.3.
    Status(u32) {
        /// No error.
        ROK = 0x00, "ESME_ROK";
        /// The message's length is invalid.
        RINVMSGLEN = 0x01, "ESME_RINVMSGLEN";
        /// The command's length is invalid.
        RINVCMDLEN = 0x02, "ESME_RINVCMDLEN";
        /// The command is not known or not supported.
        RINVCMDID = 0x03, "ESME_RINVCMDID";
        /// The command does not fit how the session is bound.
        RINVBNDSTS = 0x04, "ESME_RINVBNDSTS";
        /// The session is bound already.
        RALYBND = 0x05, "ESME_RALYBND";
        /// The priority is invalid.
        RINVPRTFLG = 0x06, "ESME_RINVPRTFLG";
        /// The registered delivery is invalid.
        RINVREGDLVFLG = 0x07, "ESME_RINVREGDLVFLG";
        /// A system error of the centre.
        RSYSERR = 0x08, "ESME_RSYSERR";
        /// The source address is invalid.
        RINVSRCADR = 0x0a, "ESME_RINVSRCADR";
        /// The destination address is invalid.
        RINVDSTADR = 0x0b, "ESME_RINVDSTADR";
        /// The message id is invalid.
        RINVMSGID = 0x0c, "ESME_RINVMSGID";
        /// The bind failed.
        RBINDFAIL = 0x0d, "ESME_RBINDFAIL";
        /// The password is invalid.
        RINVPASWD = 0x0e, "ESME_RINVPASWD";
        /// The system id is invalid.
        RINVSYSID = 0x0f, "ESME_RINVSYSID";
        /// The message could not be cancelled.
        RCANCELFAIL = 0x11, "ESME_RCANCELFAIL";
        /// The message could not be replaced.
        RREPLACEFAIL = 0x13, "ESME_RREPLACEFAIL";
        /// The centre's queue of messages is full.
        RMSGQFUL = 0x14, "ESME_RMSGQFUL";
        /// The service type is invalid.
        RINVSERTYP = 0x15, "ESME_RINVSERTYP";
        /// The number of destinations is invalid.
        RINVNUMDESTS = 0x33, "ESME_RINVNUMDESTS";
        /// The name of a distribution list is invalid.
        RINVDLNAME = 0x34, "ESME_RINVDLNAME";
        /// The kind of a destination is invalid.
        RINVDESTFLAG = 0x40, "ESME_RINVDESTFLAG";
        /// Replacing was asked for where it cannot be done.
        RINVSUBREP = 0x42, "ESME_RINVSUBREP";
        /// The esm_class is invalid.
        RINVESMCLASS = 0x43, "ESME_RINVESMCLASS";
        /// The message cannot be sent to a distribution list.
        RCNTSUBDL = 0x44, "ESME_RCNTSUBDL";
        /// The message could not be taken.
        RSUBMITFAIL = 0x45, "ESME_RSUBMITFAIL";
        /// The type of number of the source address is invalid.
        RINVSRCTON = 0x48, "ESME_RINVSRCTON";
        /// The numbering plan of the source address is invalid.
        RINVSRCNPI = 0x49, "ESME_RINVSRCNPI";
        /// The type of number of the destination address is invalid.
        RINVDSTTON = 0x50, "ESME_RINVDSTTON";
        /// The numbering plan of the destination address is invalid.
        RINVDSTNPI = 0x51, "ESME_RINVDSTNPI";
        /// The system type is invalid.
        RINVSYSTYP = 0x53, "ESME_RINVSYSTYP";
        /// The replace_if_present_flag is invalid.
        RINVREPFLAG = 0x54, "ESME_RINVREPFLAG";
        /// The number of messages is invalid.
        RINVNUMMSGS = 0x55, "ESME_RINVNUMMSGS";
        /// The sender goes over its limit of messages.
        RTHROTTLED = 0x58, "ESME_RTHROTTLED";
        /// The time of delivery is invalid.
        RINVSCHED = 0x61, "ESME_RINVSCHED";
        /// The validity period is invalid.
        RINVEXPIRY = 0x62, "ESME_RINVEXPIRY";
        /// The predefined message is invalid or not found.
        RINVDFTMSGID = 0x63, "ESME_RINVDFTMSGID";
        /// The receiver has a temporary error.
        RX_T_APPN = 0x64, "ESME_RX_T_APPN";
        /// The receiver has a permanent error.
        RX_P_APPN = 0x65, "ESME_RX_P_APPN";
        /// The receiver rejects the message.
        RX_R_APPN = 0x66, "ESME_RX_R_APPN";
        /// The query failed.
        RQUERYFAIL = 0x67, "ESME_RQUERYFAIL";
        /// The optional parameters cannot be read.
        RINVOPTPARSTREAM = 0xc0, "ESME_RINVOPTPARSTREAM";
        /// The optional parameter is not allowed.
        ROPTPARNOTALLWD = 0xc1, "ESME_ROPTPARNOTALLWD";
        /// The length of a parameter is invalid.
        RINVPARLEN = 0xc2, "ESME_RINVPARLEN";
        /// An optional parameter is missing that was expected.
        RMISSINGOPTPARAM = 0xc3, "ESME_RMISSINGOPTPARAM";
        /// The value of an optional parameter is invalid.
        RINVOPTPARAMVAL = 0xc4, "ESME_RINVOPTPARAMVAL";
        /// The delivery failed (responses to data_sm).
        RDELIVERYFAILURE = 0xfe, "ESME_RDELIVERYFAILURE";
        /// An unknown error.
        RUNKNOWNERR = 0xff, "ESME_RUNKNOWNERR";
        /// Not enough credits: eCall's own. Source: the documentation of the eCall SMPP interface.
        RBILLINGFAILED = 0x401, "ESME_RBILLINGFAILED";
    }
}

impl Status {
    /// Whether the request was done.
    pub const fn is_ok(self) -> bool {
        self.0 == Self::ROK.0
    }

    /// Whether the request came too early or too much at once, and may be sent again later.
    /// Source: S34, 5.1.3.
    pub const fn is_throttling(self) -> bool {
        matches!(self, Self::RTHROTTLED | Self::RMSGQFUL)
    }
}
